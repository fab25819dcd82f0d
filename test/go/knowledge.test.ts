import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { knowledgeOf } from '../../src/go/knowledge.js';

const formerPaths: Record<string, string> = JSON.parse(
  readFileSync(new URL('../../src/go/knowledge/former-paths.json', import.meta.url), 'utf8'),
);

describe('a library that had another import path', () => {
  it.each(Object.entries(formerPaths))('%s is known like %s', (former, present) => {
    expect(knowledgeOf(former)).toEqual({ path: `knowledge:${former}`, text: knowledgeOf(present)?.text });
    expect(knowledgeOf(present)).toBeDefined();
  });

  it('has packages below it, which import those of the same path', () => {
    const { text } = knowledgeOf('github.com/coreos/etcd/clientv3/concurrency') ?? {};
    expect(text).toContain('clientv3 "github.com/coreos/etcd/clientv3"');
    expect(text).not.toContain('go.etcd.io');
  });

  it('is not every library whose path begins alike', () => {
    expect(knowledgeOf('k8s.io/klogs')).toBeUndefined();
    expect(knowledgeOf('k8s.io/klog/nowhere')).toBeUndefined();
  });
});

it('a path that leads out of the folder is known by nobody', () => {
  expect(knowledgeOf('../knowledge/os')).toBeUndefined();
  expect(knowledgeOf('os')).toBeDefined();
});
