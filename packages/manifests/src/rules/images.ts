import { containersOf, podTemplatesOf } from '../pods.ts';
import type { Rule } from './rule.ts';

const TAG = /:([\w][\w.-]*)$/;
const DIGEST = /@sha256:[0-9a-f]{64}$/;

export const images: Rule = {
  says: 'images are of a release, by tag or digest',
  check: (objects) =>
    podTemplatesOf(objects).flatMap((template) =>
      containersOf(template).flatMap(({ field, container: { image = '' } }) => {
        const tag = image.match(TAG)?.[1];
        if (DIGEST.test(image) || (tag !== undefined && tag !== 'latest')) return [];
        const problem = `${image || 'no image'}: needs a tag that stays what it is, or a digest`;
        return [{ object: template.object, field: `${field}.image`, problem }];
      }),
    ),
};
