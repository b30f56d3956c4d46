export { seededRandom } from './workload/random.ts';
