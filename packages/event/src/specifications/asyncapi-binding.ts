/** @see https://github.com/asyncapi/bindings/tree/master/amqp */
const BINDING_VERSION = '0.3.0';

export function amqpBinding(binding: object): object {
  return { amqp: { ...binding, bindingVersion: BINDING_VERSION } };
}
