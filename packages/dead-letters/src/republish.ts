import { keptProperties } from '@post-views/amqp';
import { uuid } from '@post-views/event';
import type { Options } from 'amqplib';
import { type Broker, watch } from './broker.ts';
import { Failure } from './failure.ts';
import type { Letter } from './letter.ts';

/**
 * Resolves once the broker has confirmed that the message of the letter is in the source queue.
 *
 * @throws {Failure} in which case the message may be there or not
 */
export type Republish = (letter: Letter) => Promise<void>;

/** @param broker a connection of its own: a broker that is short of memory stops those that publish */
export async function openRepublisher(broker: Broker, sourceQueue: string): Promise<Republish> {
  const channel = watch(await broker.run((model) => model.createConfirmChannel()), broker.fail);
  // The broker returns a message before it confirms it: no confirmation after the first return counts.
  channel.on('return', () =>
    broker.fail(
      new Failure(`AMQP_QUEUE: there is no queue ${sourceQueue} to which letters could go back`),
    ),
  );

  return (letter) =>
    broker.run(
      () =>
        new Promise((resolve, reject) => {
          const { content } = letter.message;
          channel.sendToQueue(sourceQueue, content, propertiesOf(letter), (refused: unknown) => {
            if (broker.failed.aborted) reject(broker.failed.reason);
            else if (refused)
              reject(new Failure(`AMQP_QUEUE: ${sourceQueue} takes no more messages`));
            else resolve();
          });
        }),
    );
}

/**
 * What the contract keeps of a message. An event without an id of its own gets the letter's, so that it counts
 * once however often the letter is replayed; in the consumer's eyes, an `event_id` in the body outranks this one.
 */
export function propertiesOf({ message: { properties }, ownId }: Letter): Options.Publish {
  const { messageId = ownId, ...kept } = keptProperties(properties, 'messageId');
  const id = uuid.safeParse(messageId).success ? messageId : ownId;
  return { ...kept, ...(id !== null && { messageId: id }), persistent: true, mandatory: true };
}
