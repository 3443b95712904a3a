"""Who calls, and whether IAM lets them: by moto's accounts and moto's IAM."""

import os
import sys
from typing import Any

from moto import settings
from moto.core.base_backend import backend_lock
from moto.core.exceptions import AccessDeniedError as MotoAccessDeniedError
from moto.core.exceptions import (
    AuthFailureError,
    InvalidClientTokenIdError,
    SignatureDoesNotMatchError,
)
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.core.responses import BaseResponse

from chime_proxy_mock.domain.errors import (
    AccessDeniedError,
    ForbiddenError,
    UnauthorizedClientError,
)
from chime_proxy_mock.protocol.api import Operation
from chime_proxy_mock.protocol.credentials import Credential
from chime_proxy_mock.protocol.http import Request


def account_of(request: Request, credential: Credential | None, region: str) -> str:
    """Return the account id that moto would act for, and note the use of its access key.

    In moto's order: ``MOTO_ACCOUNT_ID``, the header ``x-moto-account-id``, the owner of
    the access key, the default account.
    """
    # Keys exist only where IAM or STS made them. Asking earlier would import both, and
    # cryptography with them.
    iam: Any = sys.modules.get("moto.iam.models")
    named = os.environ.get("MOTO_ACCOUNT_ID") or request.headers.get("x-moto-account-id")
    if iam is None or credential is None:
        return str(named or DEFAULT_ACCOUNT_ID)
    # While moto resets, its IAM backends have no attributes for a moment.
    with backend_lock:
        account_id = str(named or iam.get_account_id_from(credential.access_key_id))
        iam.mark_account_as_visited(account_id, credential.access_key_id, "chime", region)
    return account_id


class _IamCheck(BaseResponse):
    """What moto's IAM enforcement wants to know of a request."""

    def __init__(self, request: Request, account_id: str, operation_name: str) -> None:
        # moto looks for names in this case. botocore leaves the host to its transport.
        named = {name.title(): value for name, value in request.headers.items()}
        self.headers = {"Host": request.host, **named}
        self.uri = f"{request.path}?{request.query}" if request.query else request.path
        self.raw_path = request.path
        self.current_account = account_id
        self.method = request.method
        self.data: dict[str, str] = {}
        self.body = self.raw_body = request.body
        self._operation_name = operation_name

    def _get_action(self) -> str:
        return self._operation_name


def authorize(
    request: Request,
    credential: Credential | None,
    *,
    account_id: str,
    operation: Operation,
    resource_arn: str,
) -> None:
    """Enforce IAM, if moto's switch for it is on.

    Args:
        request: The request, for its signature.
        credential: What its signature says, or None if it has none.
        account_id: The account acted for.
        operation: What is to be done; the IAM action is ``chime:`` and its name.
        resource_arn: What it is to be done to, or ``*``.

    Raises:
        UnauthorizedClientError: The credentials are missing, unknown or wrong.
        AccessDeniedError: They do not permit the operation, and it models this error.
        ForbiddenError: They do not permit the operation.
    """
    if float("inf") == settings.INITIAL_NO_AUTH_ACTION_COUNT:
        return
    if credential is None:
        raise UnauthorizedClientError("The request is not signed")
    try:
        _IamCheck(request, account_id, operation.name)._authenticate_and_authorize_normal_action(
            resource_arn
        )
    except MotoAccessDeniedError as error:
        denied = "AccessDeniedException" in operation.error_shapes
        raise (AccessDeniedError if denied else ForbiddenError)(error.message) from None
    except (AuthFailureError, InvalidClientTokenIdError, SignatureDoesNotMatchError) as error:
        raise UnauthorizedClientError(error.message) from None
    except LookupError:
        # A part of the credential, or a header that the signature needs, such as X-Amz-Date.
        raise UnauthorizedClientError("The signature is not complete") from None
