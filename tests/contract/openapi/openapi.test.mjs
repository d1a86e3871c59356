// The OpenAPI document against the published schema of OpenAPI 3.1 and each of its own schemas against JSON Schema 2020-12.
//
//   HOTLINE_OPENAPI_COMMAND='build/bin/hotline openapi' npm test
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const [program, ...args] = (process.env.HOTLINE_OPENAPI_COMMAND ?? '../../../build/bin/hotline openapi').split(' ');
const text = execFileSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 26 });
const document = JSON.parse(text);

const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false });
addFormats(ajv);
// Said for readers and generators; the service checks them.
for (const format of ['chinese-phone', 'chinese-id', 'case-number', 'int32', 'int64', 'float', 'double', 'binary']) {
  ajv.addFormat(format, true);
}
ajv.addKeyword('components');
ajv.addSchema({ $id: 'https://hotline.invalid/document', components: document.components }, undefined, true, false);

function* operations() {
  for (const [path, item] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(item)) yield { path, method, operation };
  }
}

function resolve(node) {
  if (!node?.$ref) return node;
  return node.$ref.slice(2).split('/').reduce((at, key) => at[key.replaceAll('~1', '/').replaceAll('~0', '~')], document);
}

function compile(schema) {
  const local = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"https://hotline.invalid/document#/'));
  return ajv.compile(local);
}

test('the document is valid OpenAPI 3.1', async () => {
  const validator = new Validator();
  const result = await validator.validate(structuredClone(document));
  assert.deepEqual(result.errors ?? [], []);
  assert.equal(result.valid, true);
  assert.equal(validator.version, '3.1');
});

test('every schema is a JSON Schema', () => {
  for (const [name, schema] of Object.entries(document.components.schemas)) {
    assert.doesNotThrow(() => compile(schema), `components/schemas/${name}`);
  }
  for (const { path, method, operation } of operations()) {
    const contents = [operation.requestBody, ...Object.values(operation.responses).map(resolve)].flatMap((part) => Object.values(part?.content ?? {}));
    for (const content of contents) assert.doesNotThrow(() => compile(content.schema), `${method} ${path}`);
    for (const parameter of operation.parameters ?? []) assert.doesNotThrow(() => compile(resolve(parameter).schema), `${method} ${path}`);
  }
});

test('paths and parameters agree', () => {
  const ids = new Set();
  for (const { path, method, operation } of operations()) {
    const where = `${method} ${path}`;
    const inPath = [...path.matchAll(/\{([^}]+)\}/g)].map((match) => match[1]).sort();
    const parameters = (operation.parameters ?? []).map(resolve);
    assert.deepEqual(parameters.filter((p) => p.in === 'path').map((p) => p.name).sort(), inPath, where);
    const names = parameters.map((p) => `${p.in} ${p.name}`);
    assert.equal(new Set(names).size, names.length, where);
    assert.ok(!ids.has(operation.operationId), where);
    ids.add(operation.operationId);
    assert.ok(operation.summary, where);
    if (method === 'get') assert.equal(operation.requestBody, undefined, where);
  }
  assert.ok(ids.size > 40);
});

test('the schemas refuse what the gateway refuses', () => {
  const body = document.paths['/api/v1/workOrders'].post.requestBody.content['application/json'].schema;
  const validate = compile(body);
  const order = { requester: { name: '张三', phone: '13800138000' }, channel: 'PHONE', type: 'CONTACT_JUDGE', title: '执行进展', content: '何时发还案款？' };
  assert.ok(validate(order), JSON.stringify(validate.errors));
  assert.ok(!validate({ ...order, unknown: 1 }));
  assert.ok(!validate({ ...order, channel: 'FAX' }));
  assert.ok(!validate({ ...order, title: '' }));
  assert.ok(!validate({ ...order, requester: undefined }));
});
