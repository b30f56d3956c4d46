<?php
// For PHP 8.1 or later with php-amqplib 3.2 or later:
// AMQP_URL=amqp://user:password@host:5672/vhost php publish.php 0b6f3a52-9f0c-4f5e-8a55-000000000001

declare(strict_types=1);

use PhpAmqpLib\Channel\AMQPChannel;
use PhpAmqpLib\Connection\AbstractConnection;
use PhpAmqpLib\Connection\AMQPConnectionConfig;
use PhpAmqpLib\Connection\AMQPConnectionFactory;
use PhpAmqpLib\Exception\AMQPExceptionInterface;
use PhpAmqpLib\Message\AMQPMessage;

// Composer's, or that of Debian's package php-amqplib.
$composer = __DIR__ . '/vendor/autoload.php';
require is_file($composer) ? $composer : 'PhpAmqpLib/autoload.php';

const EXCHANGE = 'analytics.events';
const ROUTING_KEY = 'post.viewed';
const ATTEMPTS = 3;
const TIMEOUT_SECONDS = 5;

/** The broker has answered, and no queue has the view: to try again at once is of no use. */
final class ViewNotTaken extends RuntimeException
{
}

/**
 * Made once, when the post is seen: with its id and time the view is the same view in every attempt.
 *
 * @param array<string, mixed> $visitor user_id, ip, user_agent, referer: any of them, or null
 */
function newView(string $postUuid, array $visitor): array
{
    $identity = ['timestamp' => gmdate('Y-m-d\TH:i:s\Z'), 'event_id' => uuidV7()];
    return ['post_uuid' => $postUuid] + $identity + $visitor;
}

/**
 * Returns when the broker has confirmed that the view is in a queue.
 *
 * @throws ViewNotTaken           when no queue takes it, or the queue is full
 * @throws AMQPExceptionInterface when the broker is away or silent: the view may be there or not
 */
function publishView(array $view): void
{
    for ($attempt = 1; ; $attempt++) {
        try {
            publishOnce($view);
            return;
        } catch (AMQPExceptionInterface $error) {
            if ($attempt === ATTEMPTS) {
                throw $error;
            }
            usleep(100_000 * 2 ** $attempt);
        }
    }
}

function publishOnce(array $view): void
{
    $connection = connect(getenv('AMQP_URL') ?: 'amqp://guest:guest@127.0.0.1');
    try {
        $refusal = sendAndWait($connection->channel(), $view);
    } catch (AMQPExceptionInterface $error) {
        // A broker that is silent would not answer to a farewell either.
        $connection->set_close_on_destruct(false);
        $connection->getIO()->close();
        throw $error;
    }
    try {
        $connection->close();
    } catch (AMQPExceptionInterface) {
        // The answer is known.
    }
    if ($refusal !== null) {
        throw new ViewNotTaken($refusal);
    }
}

/** @return string|null why no queue has it; null when the broker has confirmed that one has */
function sendAndWait(AMQPChannel $channel, array $view): ?string
{
    $refusal = null;
    $channel->confirm_select();
    $channel->set_return_listener(function (int $code, string $text) use (&$refusal): void {
        $refusal = "no queue takes it: $text";
    });
    $channel->set_nack_handler(function () use (&$refusal): void {
        $refusal = 'the broker refused it: the queue is full, or could not store it';
    });
    // What browsers send need not be UTF-8.
    $body = json_encode($view, JSON_THROW_ON_ERROR | JSON_INVALID_UTF8_SUBSTITUTE);
    $message = new AMQPMessage($body, [
        'content_type' => 'application/json',
        'delivery_mode' => AMQPMessage::DELIVERY_MODE_PERSISTENT,
        'message_id' => $view['event_id'],
    ]);
    $mandatory = true;
    $channel->basic_publish($message, EXCHANGE, ROUTING_KEY, $mandatory);
    $channel->wait_for_pending_acks_returns(TIMEOUT_SECONDS);
    return $refusal;
}

function connect(string $url): AbstractConnection
{
    $parts = parse_url($url);
    $secure = $parts['scheme'] === 'amqps';
    $config = new AMQPConnectionConfig();
    $config->setIsSecure($secure);
    $config->setHost($parts['host']);
    $config->setPort($parts['port'] ?? ($secure ? 5671 : 5672));
    $config->setUser(rawurldecode($parts['user'] ?? 'guest'));
    $config->setPassword(rawurldecode($parts['pass'] ?? 'guest'));
    $config->setVhost(rawurldecode(substr($parts['path'] ?? '/', 1)) ?: '/');
    $config->setConnectionTimeout(TIMEOUT_SECONDS);
    $config->setReadTimeout(TIMEOUT_SECONDS);
    $config->setWriteTimeout(TIMEOUT_SECONDS);
    $config->setChannelRPCTimeout(TIMEOUT_SECONDS);
    return AMQPConnectionFactory::create($config);
}

function uuidV7(): string
{
    $bytes = substr(pack('J', (int) (microtime(true) * 1000)), 2) . random_bytes(10);
    $bytes[6] = chr(ord($bytes[6]) & 0x0f | 0x70);
    $bytes[8] = chr(ord($bytes[8]) & 0x3f | 0x80);
    return vsprintf('%s%s-%s-%s-%s-%s%s%s', str_split(bin2hex($bytes), 4));
}

$view = newView($argv[1] ?? '', [
    'user_id' => 42,
    'ip' => '203.0.113.9',
    'user_agent' => 'Mozilla/5.0 (X11; Linux x86_64)',
    'referer' => 'https://news.ycombinator.com/',
]);
try {
    publishView($view);
    echo $view['event_id'], "\n";
} catch (ViewNotTaken | AMQPExceptionInterface $error) {
    // Keep the view as it is: published later it is the same view, and counted once.
    fwrite(STDERR, get_class($error) . ': ' . $error->getMessage() . "\n" . json_encode($view) . "\n");
    exit(1);
}
