/** The network of an address as text, `192.0.2.0/24` or `2001:db8::/64`: `networkColumn` as a function. */
export function networkOf(ip: string): string {
  if (!ip.includes(':')) return `${ip.slice(0, ip.lastIndexOf('.'))}.0/24`;
  const [head = '', tail] = ip.split('::');
  const groups = head.split(':').filter((group) => group !== '');
  const rest = tail === undefined ? [] : tail.split(':').filter((group) => group !== '');
  const whole = tail === undefined ? groups : [...groups, ...Array.from({ length: 8 - groups.length - rest.length }, () => '0'), ...rest];
  // A URL writes an address in its one normal form (https://url.spec.whatwg.org/#concept-ipv6-serializer).
  return `${new URL(`http://[${whole.slice(0, 4).join(':')}::]/`).hostname.slice(1, -1)}/64`;
}
