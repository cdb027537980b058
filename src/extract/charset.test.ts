import { describe, expect, it } from 'vitest';
import { decodeHtml } from './charset.ts';

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');

describe('charset', () => {
  it.each([
    ['a byte order mark, whatever is declared', Buffer.from('\ufeffmüll'), 'text/html; charset=latin1', 'müll', 'utf-8'],
    ['a UTF-16 mark', Buffer.from('\ufeffmüll', 'utf16le'), '', 'müll', 'utf-16le'],
    [
      'the HTTP head before a meta',
      latin1('<meta charset=utf-8>m\xfcll'),
      'text/html; charset="ISO-8859-1"',
      '<meta charset=utf-8>müll',
      'windows-1252',
    ],
    ['a meta', latin1('<meta charset="windows-1251">\xcc'), 'text/html', '<meta charset="windows-1251">М', 'windows-1251'],
    [
      'a meta with http-equiv',
      latin1('<META http-equiv=Content-Type content="text/html; charset=shift_jis">\x83\x41'),
      '',
      '<META http-equiv=Content-Type content="text/html; charset=shift_jis">ア',
      'shift_jis',
    ],
    [
      'no meta in a comment',
      Buffer.from('<!-- <meta charset=windows-1251> -->müll'),
      '',
      '<!-- <meta charset=windows-1251> -->müll',
      'utf-8',
    ],
    ['UTF-8 where a meta says UTF-16', Buffer.from('<meta charset=utf-16>müll'), '', '<meta charset=utf-16>müll', 'utf-8'],
    ['valid UTF-8 where nothing is declared', Buffer.from('müll'), 'text/html', 'müll', 'utf-8'],
    ['UTF-8 that the end of the body cuts', Buffer.from('müll 😀').subarray(0, -1), 'text/html', 'müll \ufffd', 'utf-8'],
    ['windows-1252 where it is not', latin1('m\xfcll \x93x\x94'), 'text/html', 'müll “x”', 'windows-1252'],
    ['an unknown label as none', latin1('m\xfcll'), 'text/html; charset=klingon', 'müll', 'windows-1252'],
    ['escapes of ISO-2022-JP', latin1('\x1b$B%"\x1b(B'), 'text/html; charset=iso-2022-jp', 'ア', 'iso-2022-jp'],
    ['plain ASCII', Buffer.from('plain'), 'text/html; charset=euc-kr', 'plain', 'euc-kr'],
    ['nothing', Buffer.alloc(0), '', '', 'utf-8'],
  ])('reads %s', (_, body, contentType, text, encoding) => {
    expect(decodeHtml(body, contentType)).toEqual({ text, encoding });
  });

  it('replaces what is wrong in the declared encoding', () => {
    expect(decodeHtml(latin1('a\xffb'), 'text/html; charset=utf-8').text).toBe('a\ufffdb');
  });
});
