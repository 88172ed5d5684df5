import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { OpmError } from '../../../src/errors.ts';
import { hostInUrl, isLoopback, parseListenAddress } from '../../../src/gateway/listen/listen-address.ts';

test('an address is an IP address and a port; a port alone means loopback', () => {
  assert.equal(parseListenAddress('127.0.0.1:9615'), { host: '127.0.0.1', port: 9615 });
  assert.equal(parseListenAddress('localhost:1'), { host: '127.0.0.1', port: 1 });
  assert.equal(parseListenAddress('8080'), { host: '127.0.0.1', port: 8080 });
  assert.equal(parseListenAddress('[::1]:0'), { host: '::1', port: 0 });
  assert.equal(parseListenAddress('0.0.0.0:80'), { host: '0.0.0.0', port: 80 });
});

test('a name, an impossible port, and an address without brackets are refused', () => {
  for (const text of [
    '',
    ':',
    ':80',
    'example.com:80',
    '127.0.0.1',
    '127.0.0.1:65536',
    '::1:80',
    '[127.0.0.1]:80',
  ]) {
    try {
      parseListenAddress(text);
      assert.unreachable(text);
    } catch (error) {
      assert.is((error as OpmError).code, 'LISTEN_ADDRESS_INVALID', text);
    }
  }
});

test('loopback is all of 127.0.0.0/8 and ::1', () => {
  for (const host of ['127.0.0.1', '127.8.9.10', '::1']) assert.ok(isLoopback(host), host);
  for (const host of ['0.0.0.0', '::', '10.0.0.1', '128.0.0.1']) assert.not(isLoopback(host), host);
});

test('an IPv6 address is in brackets in a URL', () => {
  assert.is(hostInUrl('::1'), '[::1]');
  assert.is(hostInUrl('127.0.0.1'), '127.0.0.1');
});

test.run();
