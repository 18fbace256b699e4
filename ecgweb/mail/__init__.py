"""Mail: a message is queued in the outbox with the change that caused it, and sent, with retries, afterwards."""

from ecgweb.mail.mailbox import mailbox_blueprint
from ecgweb.mail.outbox import Message, queue

__all__ = ["Message", "mailbox_blueprint", "queue"]
