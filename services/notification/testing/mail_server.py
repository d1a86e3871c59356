#!/usr/bin/python3
"""A mail server for tests (Debian's python3-aiosmtpd) on a free port of 127.0.0.1, until its input closes.

Writes its port, and then each message that it took, as a line of JSON. What a recipient's name begins with is the answer to it:
"451-later@court.test" is deferred, "550-gone@court.test" refused; "552-data-…" is refused only after the message.
With --certificate and --key it offers STARTTLS; with --password it wants hotline to sign in first.
"""
import argparse
import asyncio
import email.policy
import json
import logging
import re
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


def say(line):
    print(json.dumps(line), flush=True)


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        verdict = re.match(r"([45]\d\d)-(?!data)", address)
        if verdict:
            return f"{verdict[1]} not this one"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        verdict = re.match(r"([45]\d\d)-data", envelope.rcpt_tos[0])
        if verdict:
            return f"{verdict[1]} not such a message"
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        say({
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "tls": session.ssl is not None,
            "headers": {name.lower(): str(value) for name, value in message.items()},
            "body": message.get_content().replace("\r\n", "\n"),
            "longestLine": max(len(line) for line in envelope.content.split(b"\r\n")),
        })
        return "250 taken"


async def main():
    parser = argparse.ArgumentParser()
    for name in ("certificate", "key", "password"):
        parser.add_argument("--" + name)
    options = parser.parse_args()
    settings = {}
    if options.certificate:
        settings["tls_context"] = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        settings["tls_context"].load_cert_chain(options.certificate, options.key)
    if options.password:
        def check(server, session, envelope, mechanism, given):
            right = isinstance(given, LoginPassword) and given == LoginPassword(
                b"hotline", options.password.encode())
            return AuthResult(success=right, handled=False)
        settings.update(auth_required=True, authenticator=check)

    logging.disable()  # A client that leaves is no error here.
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(Handler(), hostname="mail.court.test", **settings), "127.0.0.1", 0)
    say(server.sockets[0].getsockname()[1])
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(main())
