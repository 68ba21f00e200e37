# A real SMTP server (aiosmtpd) that prints what it is given, one JSON line a mail, and refuses some recipients.
import asyncio, json, ssl, sys
from aiosmtpd.smtp import SMTP


class Desk:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("gone@"):
            return "550 5.1.1 No such mailbox here"
        if address.startswith("busy@"):
            return "451 4.7.1 Come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        print(json.dumps({"from": envelope.mail_from, "to": envelope.rcpt_tos, "raw": envelope.original_content.decode("latin-1")}), flush=True)
        return "250 Taken"


async def main():
    tls = None
    if len(sys.argv) > 1:
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(sys.argv[1])
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(Desk(), tls_context=tls, hostname="mail.test"), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
