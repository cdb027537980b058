import { describe, expect, it } from 'vitest';
import type { Tag } from './tags.ts';
import { attribute, type Attributes, tokenize, type TokenSink } from './tokenizer.ts';

/** Writes tokens as one line: `<name attribute=value>`, `</name>`, `"text"`, `[name: raw text]`. */
class Writer implements TokenSink {
  readonly done = false;
  foreign: boolean;
  readonly out: string[] = [];
  private readonly html: string;

  constructor(html: string, foreign: boolean) {
    this.html = html;
    this.foreign = foreign;
  }

  text(from: number, to: number): void {
    this.out.push(`"${this.html.slice(from, to)}"`);
  }

  open(tag: Tag, attributes: Attributes): void {
    const written = Object.entries(attribute)
      .filter(([, slot]) => attributes.has(slot))
      .map(([name, slot]) => ` ${name}=${attributes.get(slot)}`);
    this.out.push(`<${tag.name}${written.join('')}>`);
  }

  close(tag: Tag): void {
    this.out.push(`</${tag.name}>`);
  }

  rawText(tag: Tag, from: number, to: number): void {
    this.out.push(`[${tag.name}: ${this.html.slice(from, to)}]`);
  }
}

function tokens(html: string, foreign = false): string {
  const writer = new Writer(html, foreign);
  tokenize(html, writer);
  return writer.out.join(' ');
}

describe('tags', () => {
  it.each([
    ['<A HREF=x Rel=y>t</A >', '<a href=x rel=y> "t" </a>'],
    ['<a href="1>2" title=\'3"4\'>', '<a href=1>2 title=3"4>'],
    ['<a href=/x/>', '<a href=/x/>'],
    ['<a href=""id=b>', '<a href= id=b>'],
    ['<a href>', '<a href=>'],
    ['<a href = "x" / id>', '<a href=x id=>'],
    ['<a =href=x>', '<a>'],
    ['<a href=x href=y>', '<a href=x>'],
    ['<a data-href=x onclick="a>b" href=y>', '<a href=y>'],
    ['<a\nhref\t=\fx>', '<a href=x>'],
    ['<a href=x<b>', '<a href=x<b>'],
    ['<my-element id=1>', '<my-element id=1>'],
    ['</p foo="a>b">x', '</p> "x"'],
    ['<br/>', '<br>'],
  ])('%s', (html, expected) => {
    expect(tokens(html)).toBe(expected);
  });

  it.each([['a<a href="x'], ['a<a href=x'], ['a<a '], ['a<a'], ['a</a']])('loses the tag that the page ends in: %s', (html) => {
    expect(tokens(html)).toBe('"a"');
  });
});

describe('what only looks like a tag', () => {
  it.each([
    ['1 < 2 <3 <- <', '"1 < 2 <3 <- <"'],
    ['a</', '"a</"'],
    ['a</>b', '"a" "b"'],
    ['a</ b>c', '"a" "c"'],
    ['a<?php x ?>b', '"a" "b"'],
    ['a<!doctype html "x>b', '"a" "b"'],
    ['a<!x>b<!>c', '"a" "b" "c"'],
    ['a<![CDATA[x>b', '"a" "b"'],
  ])('%s', (html, expected) => {
    expect(tokens(html)).toBe(expected);
  });

  it('reads CDATA sections in svg', () => {
    expect(tokens('a<![CDATA[<b>]]>c', true)).toBe('"a" "<b>" "c"');
    expect(tokens('a<![CDATA[<b>', true)).toBe('"a" "<b>"');
  });
});

describe('comments', () => {
  it.each([
    ['a<!-- <b> -->c', '"a" "c"'],
    ['a<!-->c', '"a" "c"'],
    ['a<!--->c', '"a" "c"'],
    ['a<!---->c', '"a" "c"'],
    ['a<!--x--!>c', '"a" "c"'],
    ['a<!--!>x-->c', '"a" "c"'],
    ['a<!---!>x-->c', '"a" "c"'],
    ['a<!--x->y-->c', '"a" "c"'],
    ['a<!--x', '"a"'],
  ])('%s', (html, expected) => {
    expect(tokens(html)).toBe(expected);
  });
});

describe('raw text', () => {
  it.each([
    ['<title>a<b>&amp;</title>c', '<title> [title: a<b>&amp;] </title> "c"'],
    ['<style>a</styles></STYLE >c', '<style> [style: a</styles>] </style> "c"'],
    ['<textarea></text</textarea/>c', '<textarea> [textarea: </text] </textarea> "c"'],
    ['<script>a</script', '<script> [script: a</script]'],
    ['<script>a', '<script> [script: a]'],
    ['<script>"<a>"</script>c', '<script> [script: "<a>"] </script> "c"'],
    ['<script><!-- <b> </script>c', '<script> [script: <!-- <b> ] </script> "c"'],
    ['<script><!-- <script> </script> --></script>c', '<script> [script: <!-- <script> </script> -->] </script> "c"'],
    ['<script><!--><script></script>c', '<script> [script: <!--><script>] </script> "c"'],
    ['<script><!-- <script> --></script>c', '<script> [script: <!-- <script> -->] </script> "c"'],
    ['<script><!-- <script></script>c', '<script> [script: <!-- <script></script>c]'],
    ['<script>a</script><!-- b --><script>d</script>c', '<script> [script: a] </script> <script> [script: d] </script> "c"'],
  ])('%s', (html, expected) => {
    expect(tokens(html)).toBe(expected);
  });

  it('is markup in svg', () => {
    expect(tokens('<title><b></title>', true)).toBe('<title> <b> </title>');
  });
});
