export type Step = 'file' | 'columns' | 'check';
