"""The Chime backend: the state of one account in one Region, and its operations."""

from collections.abc import Callable, Mapping, Sequence
from threading import RLock
from typing import Any

from moto.core.base_backend import BackendDict, BaseBackend, backend_lock
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.moto_api._internal import mock_random
from msgspec.structs import replace

from chime_proxy_mock.control.plane import ControlPlane
from chime_proxy_mock.domain.errors import (
    ProxyDisabledError,
    ProxyNotConfiguredError,
    ProxyNotFoundError,
    ProxySessionClosedError,
    QuotaExceededError,
    SameParticipantsError,
)
from chime_proxy_mock.domain.identifiers import new_proxy_session_id, new_voice_connector_id
from chime_proxy_mock.domain.number_matching import match_area_code, match_country
from chime_proxy_mock.domain.page_tokens import paginate
from chime_proxy_mock.domain.phone_numbers import to_e164
from chime_proxy_mock.domain.proxy_sessions import (
    CallStateError,
    GeoMatchParams,
    ProxySession,
    ProxySessionStatus,
    in_api_order,
    pair_up,
)
from chime_proxy_mock.domain.snapshot import StateSnapshot
from chime_proxy_mock.domain.state import ChimeState
from chime_proxy_mock.domain.summary import StateSummary, summarize
from chime_proxy_mock.domain.voice_connectors import (
    DEFAULT_AWS_REGION,
    DEFAULT_NETWORK_TYPE,
    Proxy,
    Tag,
    VoiceConnector,
    VoiceConnectorState,
    check_expiry_minutes,
)
from chime_proxy_mock.protocol.endpoints import VOICE_REGIONS

Output = Mapping[str, object]
"""Members of an operation's output, in snake case."""


control_plane = ControlPlane()


class ChimeBackend(BaseBackend):
    """Voice Connectors and proxy sessions of one account in one Region.

    The methods named after an operation take its input members and return its output
    members, both in snake case, checked against the service model by the caller. Call
    them through `perform`, which serializes them and closes what has expired.
    """

    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self._lock = RLock()
        self._state = ChimeState()

    def reset(self) -> None:
        """Forget everything. moto's own way would take the lock away from a busy server."""
        with self._lock:
            self._state = ChimeState()

    def perform(self, method: Callable[..., Output], parameters: Mapping[str, Any]) -> Output:
        """Run an operation: alone, and on a state from which expired sessions are gone.

        Args:
            method: The operation, an unbound method of this class.
            parameters: Input members in snake case.
        """
        with self._lock:
            self._state.close_expired_sessions(control_plane.clock.now())
            return method(self, **parameters)

    def snapshot(self) -> StateSnapshot:
        """Return everything as plain records."""
        with self._lock:
            self._state.close_expired_sessions(control_plane.clock.now())
            return self._state.snapshot()

    def summarize(self, after: int | None) -> StateSummary:
        """Return a short view, with the Voice Connectors after a position."""
        with self._lock:
            self._state.close_expired_sessions(control_plane.clock.now())
            return summarize(self._state, after)

    def replace_state(self, state: ChimeState) -> None:
        """Take over a state in place of the present one."""
        with self._lock:
            self._state = state

    # Calls, which tests make: the API has no operation for them

    def start_call(self, proxy_session_id: str) -> Output:
        """Let a call run on a session: it becomes InProgress, and does not expire.

        Raises:
            ProxySessionNotFoundError: There is no such session.
            CallStateError: The session is not open.
        """
        session = self._state.find_proxy_session_anywhere(proxy_session_id)
        if session.status is not ProxySessionStatus.OPEN:
            raise CallStateError(session, ProxySessionStatus.OPEN)
        return self._replace(session, session.in_progress(control_plane.clock.now()))

    def end_call(self, proxy_session_id: str) -> Output:
        """End the call on a session: it is open again, or closed if it has expired.

        Raises:
            ProxySessionNotFoundError: There is no such session.
            CallStateError: No call runs on the session.
        """
        session = self._state.find_proxy_session_anywhere(proxy_session_id)
        if session.status is not ProxySessionStatus.IN_PROGRESS:
            raise CallStateError(session, ProxySessionStatus.IN_PROGRESS)
        return self._replace(session, session.hung_up(control_plane.clock.now()))

    def _replace(self, session: ProxySession, successor: ProxySession) -> Output:
        self._state.replace_proxy_session(session, successor)
        return {"proxy_session": successor}

    # Voice Connectors

    def create_voice_connector(
        self,
        name: str,
        require_encryption: bool,
        aws_region: str = DEFAULT_AWS_REGION,
        network_type: str = DEFAULT_NETWORK_TYPE,
        integration_type: str | None = None,
        tags: Sequence[Mapping[str, str]] = (),
    ) -> Output:
        """Create a Voice Connector.

        Raises:
            QuotaExceededError: A test limits how many there may be.
            TooManyTagsError: More than 50 tags.
        """
        maximum = control_plane.limits.voice_connectors
        if maximum is not None and self._state.voice_connector_count >= maximum:
            raise QuotaExceededError
        voice_connector_id = new_voice_connector_id(mock_random)
        now = control_plane.clock.now()
        state = VoiceConnectorState(
            position=self._state.next_position(),
            voice_connector=VoiceConnector(
                voice_connector_id=voice_connector_id,
                voice_connector_arn=self.voice_connector_arn(voice_connector_id),
                name=name,
                aws_region=aws_region,
                outbound_host_name=f"{voice_connector_id}.voiceconnector.chime.aws",
                require_encryption=require_encryption,
                created_timestamp=now,
                updated_timestamp=now,
                network_type=network_type,
                integration_type=integration_type,
            ),
        )
        state.add_tags(_tags_by_key(tags))
        self._state.add_voice_connector(state)
        return {"voice_connector": state.voice_connector}

    def get_voice_connector(self, voice_connector_id: str) -> Output:
        """Return a Voice Connector.

        Raises:
            VoiceConnectorNotFoundError: There is none of this id.
        """
        return {
            "voice_connector": self._state.find_voice_connector(voice_connector_id).voice_connector
        }

    def list_voice_connectors(self, max_results: int, next_token: str | None = None) -> Output:
        """Return a page of Voice Connectors of all AwsRegions, oldest first.

        Raises:
            InvalidNextTokenError: The token is not of this listing.
        """
        states, token = paginate(
            ("ListVoiceConnectors",), next_token, max_results, self._state.page_of_voice_connectors
        )
        return {
            "voice_connectors": [state.voice_connector for state in states],
            "next_token": token,
        }

    def update_voice_connector(
        self, voice_connector_id: str, name: str, require_encryption: bool
    ) -> Output:
        """Change name and encryption of a Voice Connector.

        Raises:
            VoiceConnectorNotFoundError: There is none of this id.
        """
        state = self._state.find_voice_connector(voice_connector_id)
        state.voice_connector = replace(
            state.voice_connector,
            name=name,
            require_encryption=require_encryption,
            updated_timestamp=control_plane.clock.now(),
        )
        return {"voice_connector": state.voice_connector}

    def delete_voice_connector(self, voice_connector_id: str) -> Output:
        """Delete a Voice Connector with its proxy sessions and tags.

        Raises:
            VoiceConnectorNotFoundError: There is none of this id.
        """
        self._state.remove_voice_connector(self._state.find_voice_connector(voice_connector_id))
        return {}

    def list_available_voice_connector_regions(self) -> Output:
        """Return the Regions in which Voice Connectors can be."""
        return {"voice_connector_regions": VOICE_REGIONS}

    # Proxy configuration

    def put_voice_connector_proxy(
        self,
        voice_connector_id: str,
        default_session_expiry_minutes: int,
        phone_number_pool_countries: list[str],
        fall_back_phone_number: str | None = None,
        disabled: bool = False,
    ) -> Output:
        """Set the proxy configuration, and leave the sessions that are open alone.

        Raises:
            ExpiryMinutesOutOfRangeError: The default expiry is not 1 to 720 minutes.
            VoiceConnectorNotFoundError: There is none of this id.
        """
        check_expiry_minutes("DefaultSessionExpiryMinutes", default_session_expiry_minutes)
        state = self._state.find_voice_connector(voice_connector_id)
        state.proxy = Proxy(
            default_session_expiry_minutes=default_session_expiry_minutes,
            disabled=disabled,
            fall_back_phone_number=fall_back_phone_number and to_e164(fall_back_phone_number),
            phone_number_countries=tuple(phone_number_pool_countries),
        )
        return {"proxy": state.proxy}

    def get_voice_connector_proxy(self, voice_connector_id: str) -> Output:
        """Return the proxy configuration.

        Raises:
            VoiceConnectorNotFoundError: There is none of this id.
            ProxyNotFoundError: It has no proxy configuration.
        """
        proxy = self._state.find_voice_connector(voice_connector_id).proxy
        if proxy is None:
            raise ProxyNotFoundError(voice_connector_id)
        return {"proxy": proxy}

    def delete_voice_connector_proxy(self, voice_connector_id: str) -> Output:
        """Delete the proxy configuration, and leave the sessions that are open alone.

        Raises:
            VoiceConnectorNotFoundError: There is none of this id.
            ProxyNotFoundError: It has no proxy configuration.
        """
        state = self._state.find_voice_connector(voice_connector_id)
        if state.proxy is None:
            raise ProxyNotFoundError(voice_connector_id)
        state.proxy = None
        return {}

    # Proxy sessions

    def create_proxy_session(
        self,
        voice_connector_id: str,
        participant_phone_numbers: list[str],
        capabilities: list[str],
        name: str | None = None,
        expiry_minutes: int | None = None,
        number_selection_behavior: str | None = None,
        geo_match_level: str | None = None,
        geo_match_params: Mapping[str, str] | None = None,
    ) -> Output:
        """Open a session between two people.

        Raises:
            ExpiryMinutesOutOfRangeError: The expiry is not 1 to 720 minutes.
            SameParticipantsError: Both phone numbers are the same.
            VoiceConnectorNotFoundError: There is none of this id.
            ProxyNotConfiguredError: It has no proxy configuration.
            ProxyDisabledError: Its proxy configuration is disabled.
            NumberPoolExhaustedError: No proxy number is free for these people.
        """
        if expiry_minutes is not None:
            check_expiry_minutes("ExpiryMinutes", expiry_minutes)
        first, second = (to_e164(number) for number in participant_phone_numbers)
        if first == second:
            raise SameParticipantsError
        state = self._state.find_voice_connector(voice_connector_id)
        proxy = state.proxy
        if proxy is None:
            raise ProxyNotConfiguredError(voice_connector_id)
        if proxy.disabled:
            raise ProxyDisabledError(voice_connector_id)
        geo_match = GeoMatchParams(**geo_match_params) if geo_match_params else None
        proxy_phone_number = self._state.number_pool.allocate(
            (first, second),
            country=match_country(first, geo_match, proxy.phone_number_countries),
            area_code=match_area_code(first, geo_match_level, geo_match),
            sticky=number_selection_behavior != "AvoidSticky",
        )
        now = control_plane.clock.now()
        session = ProxySession(
            position=self._state.next_position(),
            voice_connector_id=voice_connector_id,
            proxy_session_id=new_proxy_session_id(mock_random),
            name=name,
            status=ProxySessionStatus.OPEN,
            expiry_minutes=(
                proxy.default_session_expiry_minutes if expiry_minutes is None else expiry_minutes
            ),
            capabilities=in_api_order(capabilities),
            created_timestamp=now,
            updated_timestamp=now,
            ended_timestamp=None,
            participants=pair_up(first, second, proxy_phone_number),
            number_selection_behavior=number_selection_behavior,
            geo_match_level=geo_match_level,
            geo_match_params=geo_match,
        )
        self._state.add_proxy_session(session)
        return {"proxy_session": session}

    def get_proxy_session(self, voice_connector_id: str, proxy_session_id: str) -> Output:
        """Return a session.

        Raises:
            VoiceConnectorNotFoundError: There is no such Voice Connector.
            ProxySessionNotFoundError: It has no such session.
        """
        session = self._state.find_proxy_session(voice_connector_id, proxy_session_id)
        return {"proxy_session": session}

    def list_proxy_sessions(
        self,
        voice_connector_id: str,
        max_results: int,
        status: str | None = None,
        next_token: str | None = None,
    ) -> Output:
        """Return a page of a Voice Connector's sessions, oldest first.

        Raises:
            VoiceConnectorNotFoundError: There is none of this id.
            InvalidNextTokenError: The token is not of this listing.
        """
        sessions = self._state.find_voice_connector(voice_connector_id).proxy_sessions
        status_filter = ProxySessionStatus(status) if status else None
        page, token = paginate(
            ("ListProxySessions", voice_connector_id, status or ""),
            next_token,
            max_results,
            lambda after, limit: sessions.page(status=status_filter, after=after, limit=limit),
        )
        return {"proxy_sessions": page, "next_token": token}

    def update_proxy_session(
        self,
        voice_connector_id: str,
        proxy_session_id: str,
        capabilities: list[str],
        expiry_minutes: int | None = None,
    ) -> Output:
        """Change capabilities and expiry of a session that is not closed.

        Raises:
            ExpiryMinutesOutOfRangeError: The expiry is not 1 to 720 minutes.
            VoiceConnectorNotFoundError: There is no such Voice Connector.
            ProxySessionNotFoundError: It has no such session.
            ProxySessionClosedError: The session is closed.
        """
        if expiry_minutes is not None:
            check_expiry_minutes("ExpiryMinutes", expiry_minutes)
        session = self._state.find_proxy_session(voice_connector_id, proxy_session_id)
        if session.status is ProxySessionStatus.CLOSED:
            raise ProxySessionClosedError(proxy_session_id)
        updated = session.updated(
            capabilities=capabilities, expiry_minutes=expiry_minutes, now=control_plane.clock.now()
        )
        return self._replace(session, updated)

    def delete_proxy_session(self, voice_connector_id: str, proxy_session_id: str) -> Output:
        """Delete a session, whatever its status.

        Raises:
            VoiceConnectorNotFoundError: There is no such Voice Connector.
            ProxySessionNotFoundError: It has no such session.
        """
        session = self._state.find_proxy_session(voice_connector_id, proxy_session_id)
        self._state.remove_proxy_session(session)
        return {}

    # Tags

    def tag_resource(self, resource_arn: str, tags: Sequence[Mapping[str, str]]) -> Output:
        """Set tags of a Voice Connector.

        Raises:
            InvalidResourceError: The ARN is not that of a Voice Connector.
            VoiceConnectorNotFoundError: There is none of this ARN.
            TooManyTagsError: There would be more than 50.
        """
        self._state.find_tagged(resource_arn).add_tags(_tags_by_key(tags))
        return {}

    def untag_resource(self, resource_arn: str, tag_keys: list[str]) -> Output:
        """Remove tags of a Voice Connector; keys that it does not have are ignored.

        Raises:
            InvalidResourceError: The ARN is not that of a Voice Connector.
            VoiceConnectorNotFoundError: There is none of this ARN.
        """
        self._state.find_tagged(resource_arn).remove_tags(tag_keys)
        return {}

    def list_tags_for_resource(self, resource_arn: str) -> Output:
        """Return the tags of a Voice Connector, in the order in which they came.

        Raises:
            InvalidResourceError: The ARN is not that of a Voice Connector.
            VoiceConnectorNotFoundError: There is none of this ARN.
        """
        tags = self._state.find_tagged(resource_arn).tags
        return {"tags": [Tag(key=key, value=value) for key, value in tags.items()]}

    def voice_connector_arn(self, voice_connector_id: str) -> str:
        """Return the ARN of a Voice Connector of this account and Region."""
        owner = f"{self.region_name}:{self.account_id}"
        return f"arn:{self.partition}:chime:{owner}:vc/{voice_connector_id}"


def _tags_by_key(tags: Sequence[Mapping[str, str]]) -> dict[str, str]:
    return {tag["key"]: tag["value"] for tag in tags}


class _ChimeBackends(BackendDict[ChimeBackend]):
    """The backends by account and Region; resetting them resets the control plane."""

    def clear(self) -> None:
        """Forget all backends, as moto's reset does."""
        super().clear()
        control_plane.reset()

    def follow_moto_reset(self) -> None:
        """Let moto's next reset reach this, though nothing may have been looked up here."""
        # moto resets those in which an account has been named.
        with backend_lock:
            self[DEFAULT_ACCOUNT_ID]


# The Regions come from the endpoints, not from boto3, whose list needs a session and may
# lose the service; moto's own switch still admits any other Region.
chime_backends = _ChimeBackends(
    ChimeBackend, "chime", use_boto3_regions=False, additional_regions=list(VOICE_REGIONS)
)


def find_backend(account_id: str, region_name: str) -> ChimeBackend:
    """Return the backend of an account and Region, made at its first use.

    Raises:
        KeyError: moto does not know the Region.
    """
    # moto's lookup creates first and reads then; a reset in between would lose the key.
    with backend_lock:
        return chime_backends[account_id][region_name]


def all_backends() -> list[ChimeBackend]:
    """Return the backends that there are, by account and Region in alphabetical order."""
    with backend_lock:
        found = [backend for regions in chime_backends.values() for backend in regions.values()]
    return sorted(found, key=lambda backend: (backend.account_id, backend.region_name))
