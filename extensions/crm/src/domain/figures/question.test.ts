import { describe, expect, it } from 'vitest';
import { fieldsOf, readQuestion } from './question.ts';

describe('the parameters of figures', () => {
	it('make a question', () => {
		const read = readQuestion({ sum: 'amount, estimated_value', by: ['stage', 'close_date:month'], filter: '{"stage_kind":{"_eq":"open"}}', limit: '10', sort: '-sum.amount' });
		expect(read).toEqual({
			question: {
				sum: ['amount', 'estimated_value'], avg: [], min: [], max: [], limit: 10, sort: ['-sum.amount'],
				by: [{ field: 'stage', name: 'stage' }, { field: 'close_date', period: 'month', name: 'close_date:month' }],
				filter: { stage_kind: { _eq: 'open' } },
			},
		});
		expect('question' in read && fieldsOf(read.question)).toEqual(['stage', 'close_date', 'amount', 'estimated_value']);
	});

	it.each<[object, string]>([
		[{ sum: 'amount; drop' }, 'sum: “amount; drop” is not the name of a field. Write it like amount, several with commas between.'],
		[{ by: 'account.name' }, 'by: “account.name” is not a field to group by. Write it like stage, or close_date:month.'],
		[{ by: 'close_date:fortnight' }, 'by: “fortnight” is no period. There are day, week, month, quarter, year.'],
		[{ filter: '{"a"' }, 'filter: It is no JSON object. Write it like {"stage_kind":{"_eq":"open"}}.'],
		[{ filter: '[1]' }, 'filter: It is no JSON object. Write it like {"stage_kind":{"_eq":"open"}}.'],
		[{ limit: '0' }, 'limit: Ask for one group at least.'],
		[{ limit: 'ten' }, 'limit: Write a whole number.'],
		[{ limit: '9999' }, 'limit: Ask for 5000 groups at most.'],
		[{ by: 'a,b,c,d,e,f' }, 'by: Group by five fields at most.'],
		[{ total: 'amount' }, 'There is no parameter “total”. There are by, sum, avg, min, max, filter, search, sort, limit.'],
	])('that are wrong are named: %j', (parameters, problem) => {
		expect(readQuestion(parameters)).toEqual({ problem });
	});
});
