import type { EChartsCoreOption } from 'echarts/core';
import type { Bars, Row, Stacked } from './rows.ts';
import type { Colors } from './use-colors.ts';
import { shortAmount, wholeAmount, type Words } from './wording.ts';

/** Which bar somebody clicked. */
export interface Clicked {
	readonly row: Row;
	readonly figure: Stacked;
}

/** A hatch tells the less certain apart for those who can't by colour. */
const hatches: Partial<Record<Stacked, object>> = {
	bestCase: { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: -Math.PI / 4 },
	pipeline: { symbol: 'circle', symbolSize: 0.6, dashArrayX: [[4, 4], [0, 4, 4, 0]], dashArrayY: [4, 0] },
};

export function chartOption({ bars, colors, words, description, isByTime }: { bars: Bars; colors: Colors; words: Words; description: string; isByTime: boolean }): EChartsCoreOption {
	const tops = bars.rows.map((_, index) => bars.series.findLastIndex(({ values }) => (values[index] ?? 0) > 0));
	return {
		animationDuration: 250,
		textStyle: { fontFamily: colors.font, color: colors.text },
		aria: { enabled: true, label: { description } },
		grid: { top: 36, right: 8, bottom: 4, left: 4, containLabel: true },
		legend: {
			top: 0, left: 0, itemWidth: 14, itemHeight: 10, itemGap: 18,
			data: [...bars.series.map(({ label }) => ({ name: label })), ...(bars.quota ? [{ name: 'Quota', icon: 'path://M0 0h5v2H0zM9 0h5v2H9z', lineStyle: { width: 0 } }] : [])],
			textStyle: { color: colors.text }, inactiveColor: colors.border,
		},
		tooltip: {
			trigger: 'axis', axisPointer: { type: 'shadow', shadowStyle: { color: colors.border, opacity: 0.35 } }, confine: true,
			backgroundColor: colors.background, borderColor: colors.border, textStyle: { color: colors.text, fontSize: 13 },
			formatter: (points: readonly { dataIndex: number }[]) => tooltip({ bars, index: points[0]?.dataIndex ?? 0, words, colors }),
		},
		xAxis: {
			type: 'category', data: bars.rows.map(({ label }) => label), axisTick: { show: false },
			axisLine: { lineStyle: { color: colors.border } },
			axisLabel: { color: colors.subdued, hideOverlap: true, ...(isByTime ? {} : { width: 110, overflow: 'truncate', interval: 0, rotate: bars.rows.length > 8 ? 30 : 0 }) },
		},
		yAxis: {
			type: 'value', splitNumber: 4, splitLine: { lineStyle: { color: colors.border, type: 'dashed' } },
			axisLabel: { color: colors.subdued, formatter: (value: number) => shortAmount(value, words) },
		},
		series: [
			...bars.series.map(({ figure, label, values }, series) => ({
				id: figure, name: label, type: 'bar', stack: 'deals', barMaxWidth: 56, cursor: 'pointer',
				itemStyle: { color: colors[figure], ...(hatches[figure] ? { decal: { color: colors.hatch, ...hatches[figure] } } : {}) },
				emphasis: { focus: 'none' },
				data: values.map((value, index) => ({ value, itemStyle: { borderRadius: tops[index] === series ? [3, 3, 0, 0] : 0 } })),
			})),
			...(bars.quota
				? [{
						id: 'quota', name: 'Quota', type: 'line', data: bars.quota, z: 5, silent: true, connectNulls: false,
						// Owners and products follow on nobody: between them there is no line.
						...(isByTime ? { step: 'middle', symbol: 'none' } : { symbol: 'rect', symbolSize: [36, 3] }),
						lineStyle: { color: colors.quota, width: isByTime ? 2 : 0, type: 'dashed' }, itemStyle: { color: colors.quota },
					}]
				: []),
		],
	};
}

/** Built of elements: names of people and products are not to be read as HTML. */
function tooltip({ bars, index, words, colors }: { bars: Bars; index: number; words: Words; colors: Colors }): HTMLElement {
	const box = document.createElement('div');
	const head = document.createElement('strong');
	head.textContent = bars.rows[index]?.label ?? '';
	box.append(head);
	const quota = bars.rows[index]?.figures.quota;
	const lines = [
		...bars.series.map(({ figure, label }) => ({ label, amount: bars.rows[index]?.figures[figure] ?? '0', color: colors[figure] })),
		{ label: 'Forecast', amount: bars.rows[index]?.figures.forecast ?? '0', color: 'transparent' },
		...(quota == null ? [] : [{ label: 'Quota', amount: quota, color: colors.quota }]),
	];
	for (const { label, amount, color } of lines) {
		const line = document.createElement('div');
		Object.assign(line.style, { display: 'flex', gap: '8px', alignItems: 'center', marginTop: '4px' });
		const dot = document.createElement('span');
		Object.assign(dot.style, { width: '10px', height: '10px', borderRadius: '2px', background: color });
		const value = document.createElement('span');
		Object.assign(value.style, { marginLeft: 'auto', paddingLeft: '24px', fontVariantNumeric: 'tabular-nums' });
		value.textContent = wholeAmount(amount, words);
		line.append(dot, label, value);
		box.append(line);
	}
	return box;
}
