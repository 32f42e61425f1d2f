import { z } from 'zod';

/** What is asked for in an address, with what to write instead where it can't be read. */

export const day = z.iso.date('Write a day like 2026-01-31.');
export const id = z.uuid('Write the id of a record, or leave it out.');
const somebody = 'Write the id of a person, or me.';
export const personOrMe = z.union([z.uuid(somebody), z.literal('me')], somebody);
