// Who may include whom, and whose tables a service may name: read from the source itself.
//
//   protos ← platform ← services/x/{domain ← store ← channels ← commands ← queries ← api, workers ← module} ← server;  gateway → platform, protos
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, dirname } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

function filesBelow(folder, pattern) {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && pattern.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name)));
}

const sources = ['platform', 'services', 'gateway', 'server']
  .flatMap((folder) => filesBelow(folder, /\.(cc|h)$/))
  .map((file) => ({
    file,
    includes: [...readFileSync(join(root, file), 'utf8').matchAll(/^#include "([^"]+)"/gm)].map((m) => m[1]),
  }));
const services = readdirSync(join(root, 'services'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

const isTest = (file) => file.endsWith('_test.cc') || file.endsWith('_fixture.h') || file.includes('/testing/');

// The rooms of a service from the inside out: a room includes itself and those before it.
const rooms = ['domain', 'store', 'channels', 'commands', 'queries', 'workers', 'api', 'demo', 'module'];
const roomOf = (file) => {
  const part = file.split('/')[2] ?? '';
  return part.startsWith('module.') ? 'module' : part;
};

function violations(rule) {
  return sources.flatMap(({ file, includes }) =>
    includes.filter((included) => rule(file, included)).map((included) => `${file} includes ${included}`));
}

test('there is something to check', () => {
  assert.ok(sources.length > 100, `${sources.length} sources`);
  assert.ok(services.length >= 3);
});

test('platform knows no service, gateway or server', () => {
  assert.deepEqual(violations((file, included) =>
    file.startsWith('platform/') && /^(services|gateway|server)\//.test(included)), []);
});

test('a service knows no other service, no gateway and no server', () => {
  assert.deepEqual(violations((file, included) => {
    if (!file.startsWith('services/')) return false;
    const own = file.split('/').slice(0, 2).join('/') + '/';
    return /^(gateway|server)\//.test(included) || (included.startsWith('services/') && !included.startsWith(own));
  }), []);
});

test('the gateway knows the platform and the protos only', () => {
  assert.deepEqual(violations((file, included) =>
    file.startsWith('gateway/') && /^(services|server)\//.test(included)), []);
});

test('rooms of a service include only what lies further in', () => {
  assert.deepEqual(violations((file, included) => {
    if (!file.startsWith('services/') || !included.startsWith('services/') || isTest(file)) return false;
    const from = rooms.indexOf(roomOf(file));
    const to = rooms.indexOf(roomOf(included));
    if (from < 0 || to < 0) return !/\/(sql|data)\.h$/.test(included);  // Those two are generated.
    return to > from;
  }), []);
});

test('rules are pure: a domain includes no protobuf, no database, no clock', () => {
  assert.deepEqual(violations((file, included) =>
    /^services\/[^/]+\/domain\//.test(file) && !isTest(file) &&
    (/\.pb\.h$/.test(included) || /^(pqxx|google|grpc)/.test(included) ||
     /^platform\/(db|events|redis|rpc|clock)\//.test(included))), []);
});

test('no service names another service in its SQL', () => {
  const found = services.flatMap((service) =>
    filesBelow(`services/${service}`, /\.sql$/).flatMap((file) => {
      const text = readFileSync(join(root, file), 'utf8').replace(/--.*$/gm, '').replace(/'[^']*'/g, '');
      return services.filter((other) => other !== service && new RegExp(`\\b${other}\\.\\w`).test(text))
        .map((other) => `${file} names ${other}`);
    }));
  assert.deepEqual(found, []);
});

test('no SQL reads the clock', () => {
  const found = ['services', 'platform'].flatMap((folder) => filesBelow(folder, /\.sql$/)).filter((file) =>
    /\b(now\s*\(\)|current_timestamp|clock_timestamp|localtimestamp|current_date|statement_timestamp)/i.test(
      readFileSync(join(root, file), 'utf8').replace(/--.*$/gm, '')));
  assert.deepEqual(found, []);
});
