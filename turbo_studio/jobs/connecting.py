"""Where requests go: to the gateway chosen last, or to the sandbox that the first job starts."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from turbo_studio.core.facts import ConnectionChanged, ConnectionTested, TroubleMet
from turbo_studio.core.network import Verdict
from turbo_studio.core.ports import Connection, ConnectionReport
from turbo_studio.core.problems import ProblemCode, StudioError
from turbo_studio.jobs.frozen import Target
from turbo_studio.jobs.outcomes import describe_error, has_failed, has_succeeded

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine
    from concurrent.futures import Future
    from typing import Any

    from turbo_studio.core.facts import Fact
    from turbo_studio.core.network import Network
    from turbo_studio.core.ports import Gateway, KeyStore, Route
    from turbo_studio.core.problems import Problem
    from turbo_studio.jobs.worker import Worker

_KEY_TAIL = 4
_LEARNT_CHARACTERS_MIN = 6
"""A shorter password would make holes in harmless lines of the log."""


class Sandbox(Protocol):
    """A running embedded gateway."""

    @property
    def base_url(self) -> str: ...
    @property
    def token(self) -> str: ...
    @property
    def is_running(self) -> bool: ...
    async def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class _Connecting:
    """How a change of the connection ended; no connection stands for the sandbox."""

    fact: ConnectionChanged
    connection: Connection | None


class ConnectingParts(Protocol):
    """What a connector works with."""

    @property
    def gateway(self) -> Gateway: ...
    @property
    def keys(self) -> KeyStore: ...
    @property
    def find_route(self) -> Callable[[Network, str], Route]: ...
    @property
    def start_sandbox(self) -> Callable[[], Awaitable[Sandbox]]: ...
    @property
    def learn_key(self) -> Callable[[str], None]: ...


class Connector:
    """Keeps the connection. ``start``, ``connect`` and ``disconnect`` return at once, on any thread."""

    def __init__(
        self,
        worker: Worker,
        parts: ConnectingParts,
        network: Network,
        publish: Callable[[Fact], None],
    ) -> None:
        self._worker = worker
        self._gateway = parts.gateway
        self._keys = parts.keys
        self._find_route = parts.find_route
        self._start_sandbox = parts.start_sandbox
        self._learn_key = parts.learn_key
        self._network = network
        self._publish = publish
        self._connection: Future[_Connecting]
        self._test: Future[None] | None = None
        self._sandbox: asyncio.Future[Sandbox] | None = None
        self._used_keys: dict[str, str] = {}
        """By base URL: those of this run, which the key store need not hold."""

    def start(self, base_url: str, key: str) -> None:
        """Use a key for this run or, where it is empty, the one that the key store holds."""
        self._change(self._find_connection(base_url, key))

    def connect(self, base_url: str, key: str, *, remember: bool) -> None:
        self._change(self._adopt_key(base_url, key, remember=remember))

    def disconnect(self, base_url: str) -> None:
        self._change(self._drop_key(base_url))

    def test(self, base_url: str, key: str) -> None:
        """Test a key, or where it is empty the one in use; a test that still runs is given up."""
        self.cancel_test()
        self._test = self._worker.run(self._tell_test(base_url, key))

    def cancel_test(self) -> None:
        if self._test is not None:
            self._test.cancel()

    def set_network(self, network: Network) -> None:
        self._network = network

    def store_proxy_password(self, proxy_url: str, user: str, password: str) -> None:
        self._worker.run(self._store_proxy_password(proxy_url, user, password))

    async def close(self) -> None:
        """End the sandbox."""
        if self._sandbox is not None:
            self._sandbox.cancel()  # nothing happens where it has started
            await asyncio.wait({self._sandbox})
            if has_succeeded(self._sandbox):
                await self._sandbox.result().close()

    def _change(self, change: Coroutine[Any, Any, _Connecting]) -> None:
        self._connection = connection = self._worker.run(change)
        connection.add_done_callback(self._on_connection_done)

    def _on_connection_done(self, connection: Future[_Connecting]) -> None:
        """Tell where requests go now, unless that was changed again while a key store took its time."""
        if connection is not self._connection or connection.cancelled():
            return
        error = connection.exception()
        if isinstance(error, Exception):
            self._publish(TroubleMet(describe_error(error)))
        else:
            self._publish(connection.result().fact)

    async def _find_connection(self, base_url: str, key: str) -> _Connecting:
        problem = None
        try:
            key = key or await self._fetch_kept_key(base_url)
        except StudioError as error:
            problem = error.problem
        return self._settle(base_url, key, problem)

    async def _fetch_kept_key(self, base_url: str) -> str:
        """Empty where none is kept; a system without a key store keeps none, and that is no fault."""
        try:
            return await asyncio.to_thread(self._keys.fetch_key, base_url) or ""
        except StudioError as error:
            if error.problem.code is ProblemCode.KEY_STORE_MISSING:
                return ""
            raise

    async def _adopt_key(self, base_url: str, key: str, *, remember: bool) -> _Connecting:
        problem = None
        if remember:
            try:
                await asyncio.to_thread(self._keys.store_key, base_url, key)
            except StudioError as error:
                problem = error.problem
        return self._settle(base_url, key, problem)

    async def _drop_key(self, base_url: str) -> _Connecting:
        problem = None
        self._used_keys.pop(base_url, None)
        try:
            await asyncio.to_thread(self._keys.delete_key, base_url)
        except StudioError as error:
            if error.problem.code is not ProblemCode.KEY_STORE_MISSING:  # it holds none
                problem = error.problem
        return self._settle(base_url, "", problem)

    def _settle(self, base_url: str, key: str, problem: Problem | None) -> _Connecting:
        self._learn_key(key)
        if key:
            self._used_keys[base_url] = key
        fact = ConnectionChanged(base_url, not key, key[-_KEY_TAIL:], problem)
        return _Connecting(fact, Connection(base_url, key) if key else None)

    async def find_target(self) -> Target:
        """Where a job goes that is queued now."""
        connection = await self._find_current()
        return Target("" if connection is None else connection.base_url)

    async def use(self, target: Target) -> Connection:
        """The connection for a job that is about to be sent. StudioError(KEY_MISSING), or no sandbox."""
        if target.is_sandbox:
            return await self._use_sandbox()
        connection = await self._find_current()
        if connection is None or connection.base_url != target.base_url:
            connection = Connection(target.base_url, await self._find_key(target.base_url))
        return await self._lead(connection)

    async def _find_current(self) -> Connection | None:
        # Shielded, for a job that is cancelled here would take the connection of all others with it.
        return (await asyncio.shield(asyncio.wrap_future(self._connection))).connection

    async def _use_sandbox(self) -> Connection:
        if self._sandbox is None or has_failed(self._sandbox) or _has_died(self._sandbox):
            self._sandbox = asyncio.ensure_future(self._start_sandbox())
        sandbox = await asyncio.shield(self._sandbox)
        return Connection(sandbox.base_url, sandbox.token, is_sandbox=True)

    async def _find_key(self, base_url: str) -> str:
        """The key for a gateway that is not the one chosen now, for a job that was queued for it."""
        key = self._used_keys.get(base_url) or await self._fetch_kept_key(base_url)
        if not key:
            raise StudioError(ProblemCode.KEY_MISSING, host=urlsplit(base_url).hostname or base_url)
        self._learn_key(key)
        return key

    async def find_route(self, base_url: str) -> Route:
        """The way that is to be taken now."""
        route = await asyncio.to_thread(self._find_route, self._network, base_url)
        if route.proxy is not None and len(route.proxy.password) >= _LEARNT_CHARACTERS_MIN:
            self._learn_key(route.proxy.password)
        return route

    async def _lead(self, connection: Connection) -> Connection:
        return replace(connection, route=await self.find_route(connection.base_url))

    async def _tell_test(self, base_url: str, key: str) -> None:
        try:
            connection = Connection(base_url, key) if key else await self.use(await self.find_target())
            report = await self._gateway.check_key(await self._lead(connection))
        except Exception as error:  # noqa: BLE001 - the dialog waits for one fact or another
            report = ConnectionReport(Verdict.FAILED, describe_error(error))
        self._publish(ConnectionTested(base_url, report.verdict, report.problem))

    async def _store_proxy_password(self, proxy_url: str, user: str, password: str) -> None:
        try:
            await asyncio.to_thread(self._keys.store_proxy_password, proxy_url, user, password)
        except StudioError as error:
            self._publish(TroubleMet(error.problem))


def _has_died(sandbox: asyncio.Future[Sandbox]) -> bool:
    return has_succeeded(sandbox) and not sandbox.result().is_running
