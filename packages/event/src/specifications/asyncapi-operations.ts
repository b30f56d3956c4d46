import { amqpBinding } from './asyncapi-binding.ts';

/** What the consumers do with each message. */
export const operations = {
  takePostViews: {
    action: 'receive',
    channel: { $ref: '#/channels/postViewed' },
    title: 'Publish views here',
    description:
      'Publish persistent (delivery mode 2), mandatory, and with publisher confirms: a message that the broker has not ' +
      'confirmed may not be there, and one that no queue takes is dropped if it is not mandatory.',
    messages: messagesOf('postViewed', 'postView', 'postViews'),
    bindings: amqpBinding({ deliveryMode: 2, mandatory: true }),
  },
  countPostViews: {
    action: 'receive',
    channel: { $ref: '#/channels/postViews' },
    description: 'Acknowledged when the views are committed to the database.',
    messages: messagesOf('postViews', 'postView', 'postViews'),
    bindings: amqpBinding({ ack: true }),
  },
  sendDeadLetters: {
    action: 'send',
    channel: { $ref: '#/channels/toDeadLetters' },
    messages: messagesOf('toDeadLetters', 'deadLetter'),
    bindings: amqpBinding({ deliveryMode: 2, mandatory: true }),
  },
};

function messagesOf(channel: string, ...names: string[]): object[] {
  return names.map((name) => ({ $ref: `#/channels/${channel}/messages/${name}` }));
}
