import { endings } from './endings.ts';
import { files } from './files.ts';
import { images } from './images.ts';
import { namespaces } from './namespaces.ts';
import { podSecurity } from './pod-security.ts';
import { ports } from './ports.ts';
import { queueTrigger } from './queue-trigger.ts';
import type { Rule } from './rule.ts';
import { scaling } from './scaling.ts';
import { secrets } from './secrets.ts';
import { selectors } from './selectors.ts';

/** Each has a file here, and rows in rules.test.ts that break it. */
export const RULES: readonly Rule[] = [
  namespaces,
  podSecurity,
  images,
  endings,
  secrets,
  files,
  selectors,
  ports,
  scaling,
  queueTrigger,
];
