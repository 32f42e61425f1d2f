import vue from 'eslint-plugin-vue';
import { defineConfig } from 'eslint/config';
import typescript from 'typescript-eslint';

// Imports point one way: schema <- domain <- directus, operations <- doors; studio uses the API.
const INTO = {
	domain: { regex: '(^|/)domain/', message: 'The schema knows nothing of the domain.' },
	directus: { regex: '(^|/)directus/', message: 'Only doors and adapters import adapters.' },
	operations: { regex: '(^|/)operations/', message: 'Only doors import operations.' },
	studio: { regex: '(^|/)studio/', message: 'Only the bundle imports screens.' },
	doors: { regex: '^(\\.\\./)+(hooks|endpoints|jobs|cli)(\\.ts)?$', message: 'Nothing imports a door.' },
	extension: { regex: '(^|/)extensions/', message: 'The schema does not know who uses it.' },
	host: { regex: '(^|/)bin/', message: 'The product does not know how it was started.' },
	schema: { regex: '(^|/)(schema|seeds)/', message: 'Screens learn about the schema from the API.', allowTypeImports: true },
	directusItself: { regex: '^(@directus/|directus)', message: 'The domain decides without Directus.' },
	machine: { regex: '^(node:|fs$|path$|crypto$|http|net$|os$|child_process$)', message: 'The domain decides without files, network or processes.' },
	database: { regex: '^(knex|pg|pg-.*)$', message: 'The domain decides without the database.' },
	server: { regex: '^(node:|knex|pg|@directus/api|@directus/errors)', message: 'Screens run in a browser.' },
};

const NO_ENUM = { selector: 'TSEnumDeclaration', message: 'Node strips types; an enum is code. Use a union of strings.' };

const folder = (files, ...names) => ({
	files,
	ignores: ['**/*.test.ts', '**/test-*.ts'],
	rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: names.map((name) => INTO[name]) }] },
});

export default defineConfig(
	{ ignores: ['**/node_modules/', '**/dist/', 'data/', 'coverage/', '.launch/', '**/*.tmp.*'] },

	{
		files: ['**/*.ts', '**/*.vue'],
		extends: [typescript.configs.recommended, vue.configs['flat/recommended']],
		languageOptions: { parserOptions: { parser: typescript.parser, projectService: true, extraFileExtensions: ['.vue'] } },
		rules: {
			'@typescript-eslint/no-floating-promises': 'error',
			'@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false }],
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
			'no-restricted-syntax': ['error', NO_ENUM],
			eqeqeq: ['error', 'always', { null: 'ignore' }],
			'prefer-const': 'error',
			'no-var': 'error',
		},
	},

	// Layout of templates is the author's; what can break is not.
	{
		files: ['**/*.vue'],
		rules: {
			'vue/html-indent': ['error', 'tab'],
			'vue/max-attributes-per-line': 'off',
			'vue/singleline-html-element-content-newline': 'off',
			'vue/html-self-closing': 'off',
			'vue/multi-word-component-names': 'off',
			'vue/attributes-order': 'off',
			'vue/html-closing-bracket-newline': 'off',
			'vue/first-attribute-linebreak': 'off',
			'vue/multiline-html-element-content-newline': 'off',
		},
	},

	folder(['schema/**/*.ts'], 'domain', 'extension', 'host'),
	folder(['seeds/**/*.ts'], 'directus', 'operations', 'studio', 'host'),
	folder(['extensions/*/src/domain/**/*.ts'], 'directus', 'operations', 'studio', 'doors', 'host', 'directusItself', 'machine', 'database'),
	folder(['extensions/*/src/directus/**/*.ts'], 'operations', 'studio', 'doors', 'host'),
	folder(['extensions/*/src/operations/**/*.ts'], 'studio', 'doors', 'host'),
	folder(['extensions/*/src/studio/**/*.{ts,vue}'], 'directus', 'operations', 'doors', 'host', 'server', 'schema'),

	// The domain is pure: the clock and chance are passed in.
	{
		files: ['extensions/*/src/domain/**/*.ts'],
		ignores: ['**/*.test.ts'],
		rules: {
			'no-restricted-syntax': [
				'error',
				NO_ENUM,
				{ selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Pass `now` in.' },
				{ selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']", message: 'Pass `now` in.' },
				{ selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']", message: 'Pass what is random in.' },
				{ selector: "CallExpression[callee.property.name='randomUUID']", message: 'Pass new ids in.' },
			],
			'no-restricted-globals': ['error', 'process', 'fetch', 'setTimeout', 'setInterval', 'crypto', 'performance'],
		},
	},

	{
		files: ['**/*.js', '**/*.mjs'],
		rules: { eqeqeq: 'error', 'no-var': 'error', 'prefer-const': 'error', 'no-undef': 'off' },
	},
);
