// House rules that a machine can check: no any, no !, no forgotten promise, one door to time and environment.
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const TIME = [
  { selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']", message: 'Time comes from domain/clock.ts.' },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Time comes from domain/clock.ts.' },
  { selector: "CallExpression[callee.object.name='performance']", message: 'Time comes from domain/clock.ts.' },
];
const ENVIRONMENT = [{ selector: "MemberExpression[object.name='process'][property.name='env']", message: 'The environment is read in cli/config.ts.' }];
const ASSERTIONS = [{ selector: "TSAsExpression:not([typeAnnotation.typeName.name='const'])", message: '`as` belongs into brand constructors (domain/units.ts); parse or narrow instead.' }];

export default tseslint.config(
  { ignores: ['node_modules/', 'var/', 'dist/', 'prisma/generated/', 'models/training/', '**/*.js', '**/*.cjs'] },
  js.configs.recommended,
  { files: ['**/*.mjs'], languageOptions: { globals: { process: 'readonly' } } },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...tseslint.configs.recommended],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/promise-function-async': 'error',
      '@typescript-eslint/return-await': ['error', 'in-try-catch'],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-lone-blocks': 'error',
      'no-restricted-syntax': ['error', ...TIME, ...ENVIRONMENT, ...ASSERTIONS],
      'no-restricted-globals': ['error', { name: 'setTimeout', message: 'Waiting comes from domain/clock.ts.' }, { name: 'setInterval', message: 'Waiting comes from domain/clock.ts.' }],
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
    },
  },
  { files: ['domain/clock.ts', 'domain/units.ts'], rules: { 'no-restricted-syntax': 'off', 'no-restricted-globals': 'off' } },
  { files: ['cli/config.ts'], rules: { 'no-restricted-syntax': ['error', ...TIME, ...ASSERTIONS] } },
  { files: ['web/app/**'], rules: { 'no-restricted-syntax': ['error', ...ASSERTIONS], 'no-restricted-globals': 'off' } },
  { files: ['web/app/**/*.tsx', 'web/app/*.tsx'], rules: { 'max-lines-per-function': ['error', { max: 100, skipBlankLines: true, skipComments: true }] } },
  { files: ['test/**'], rules: { 'max-lines-per-function': 'off', 'no-restricted-syntax': 'off', 'no-restricted-globals': 'off', 'max-lines': ['error', { max: 400 }] } },
);
