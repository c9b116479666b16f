import { describe, expect, it } from 'vitest';
import { networkOf } from './network.js';

describe('the network of an address', () => {
  it.each([
    ['two devices of a household', '2001:db8:1:2:aaaa::1', '2001:db8:1:2:bbbb::2'],
    ['two devices of a network whose groups are zero', '2001:db8::1', '2001:db8::ffff:2'],
    ['the same device, written in two ways', '2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['an address of IPv4, mapped in two ways', '::ffff:192.0.2.1', '::ffff:c000:201'],
    ['an address of IPv4, mapped and not', '::ffff:192.0.2.1', '192.0.2.1'],
    ['a device on two links', 'fe80::1%eth0', 'fe80::1%eth1'],
  ])('is one of %s', (_, one, other) => {
    expect(networkOf(one)).toBe(networkOf(other));
  });

  it.each([
    ['neighbours', '2001:db8::1', '2001:db8:0:1::1'],
    ['addresses of IPv4', '192.0.2.1', '192.0.2.2'],
    ['mapped addresses of IPv4', '::ffff:192.0.2.1', '::ffff:192.0.2.2'],
  ])('is not one of %s', (_, one, other) => {
    expect(networkOf(one)).not.toBe(networkOf(other));
  });
});
