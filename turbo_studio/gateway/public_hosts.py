"""Connections to public addresses alone, for links that strangers name: checked, and then used as checked."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from typing import TYPE_CHECKING

import httpcore

from turbo_studio.gateway.transport import ListeningBackend

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class AddressRefusedError(httpcore.ConnectError):
    """The host lies in this computer or its network, where no stranger may point us."""


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet, also where an IPv4 one is wrapped in it."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        wrapped = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if wrapped is None and ip in _NAT64:
            wrapped = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if wrapped is not None:
            return is_public(str(wrapped))
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


async def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host, each once; httpcore.ConnectError where it has none."""
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise httpcore.ConnectError(str(error)) from error
    return list(dict.fromkeys(str(address[4][0]) for address in found))


class PublicBackend(ListeningBackend):
    """Refuses a host as soon as one of its addresses is not public."""

    def __init__(self, is_allowed: Callable[[str], bool] = is_public) -> None:
        super().__init__()
        self._is_allowed = is_allowed

    async def check(self, host: str, port: int) -> list[str]:
        """The addresses that may be connected to; AddressRefusedError."""
        addresses = await resolve(host, port)
        if not all(self._is_allowed(address) for address in addresses):
            raise AddressRefusedError(host)
        return addresses

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first checked address that answers: a second look-up could tell another one."""
        failure: Exception = httpcore.ConnectError(host)
        for address in await self.check(host, port):
            try:
                return await super().connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure
