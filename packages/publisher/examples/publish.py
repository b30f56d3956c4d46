# For Python 3.9 or later with pika 1.2 or later:
# AMQP_URL=amqp://user:password@host:5672/vhost python3 publish.py 0b6f3a52-9f0c-4f5e-8a55-000000000001

import json
import os
import secrets
import sys
import time
import uuid
from datetime import datetime, timezone

import pika
from pika.adapters.utils.connection_workflow import AMQPConnectorException
from pika.exceptions import AMQPError, NackError, UnroutableError

EXCHANGE = "analytics.events"
ROUTING_KEY = "post.viewed"
ATTEMPTS = 3
TIMEOUT_SECONDS = 5
# What pika raises when the broker is away or silent: the view may be there or not.
BROKER_AWAY = (AMQPError, AMQPConnectorException, OSError)


class ViewNotTaken(Exception):
    """The broker has answered, and no queue has the view: to try again at once is of no use."""


def new_view(post_uuid, **visitor):
    """Made once, when the post is seen: with its id and time the view is the same view in every attempt.

    visitor: user_id, ip, user_agent, referer; any of them, or None
    """
    now = datetime.now(timezone.utc).isoformat(timespec="seconds")
    return {"post_uuid": post_uuid, "timestamp": now, "event_id": uuid_v7(), **visitor}


def publish_view(view):
    """Returns when the broker has confirmed that the view is in a queue.

    Raises ViewNotTaken when no queue takes it, or the queue is full, and one of BROKER_AWAY.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return publish_once(view)
        except BROKER_AWAY:
            if attempt == ATTEMPTS:
                raise
            time.sleep(0.1 * 2**attempt)


def publish_once(view):
    parameters = pika.URLParameters(os.environ.get("AMQP_URL", "amqp://guest:guest@127.0.0.1"))
    parameters.socket_timeout = parameters.stack_timeout = TIMEOUT_SECONDS
    # The broker may be silent (heartbeats tell), or short of memory or disk.
    parameters.heartbeat = parameters.blocked_connection_timeout = TIMEOUT_SECONDS
    connection = pika.BlockingConnection(parameters)
    try:
        channel = connection.channel()
        channel.confirm_delivery()
        properties = pika.BasicProperties(
            content_type="application/json", delivery_mode=2, message_id=view["event_id"]
        )
        channel.basic_publish(EXCHANGE, ROUTING_KEY, json.dumps(view), properties, mandatory=True)
    except UnroutableError as error:
        raise ViewNotTaken("no queue takes it") from error
    except NackError as error:
        raise ViewNotTaken("the broker refused it: the queue is full, or could not store it") from error
    finally:
        if connection.is_open:
            connection.close()


def uuid_v7():
    """Python 3.14 has uuid.uuid7()."""
    milliseconds = time.time_ns() // 1_000_000
    high, low = secrets.randbits(12), secrets.randbits(62)
    return str(uuid.UUID(int=milliseconds << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low))


if __name__ == "__main__":
    the_view = new_view(
        sys.argv[1],
        user_id=42,
        ip="203.0.113.9",
        user_agent="Mozilla/5.0 (X11; Linux x86_64)",
        referer="https://news.ycombinator.com/",
    )
    try:
        publish_view(the_view)
        print(the_view["event_id"])
    except (ViewNotTaken, *BROKER_AWAY) as failure:
        # Keep the view as it is: published later it is the same view, and counted once.
        print(f"{type(failure).__name__}: {failure}\n{json.dumps(the_view)}", file=sys.stderr)
        sys.exit(1)
