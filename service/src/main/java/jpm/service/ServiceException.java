package jpm.service;

import jpm.io.JpmException;

/** A request that the service refuses, with the status that the API's errors have. The message is meant for the client. */
public final class ServiceException extends JpmException {
    private static final long serialVersionUID = 1;

    private final Status status;

    public ServiceException(Status status, String message) {
        super(message, "");
        this.status = status;
    }

    public Status status() {
        return status;
    }

    /** Why a request fails, by the names of Google's APIs. */
    public enum Status {
        INVALID_ARGUMENT(400),
        FAILED_PRECONDITION(400),
        UNAUTHENTICATED(401),
        PERMISSION_DENIED(403),
        NOT_FOUND(404),
        ABORTED(409),
        RESOURCE_EXHAUSTED(429),
        INTERNAL(500),
        UNAVAILABLE(503);

        private final int httpCode;

        Status(int httpCode) {
            this.httpCode = httpCode;
        }

        public int httpCode() {
            return httpCode;
        }
    }

    static ServiceException invalid(String message) {
        return new ServiceException(Status.INVALID_ARGUMENT, message);
    }

    static ServiceException unknownDebuggee(String id) {
        return new ServiceException(Status.NOT_FOUND, "No debuggee " + id + " is registered");
    }

    static ServiceException unknownBreakpoint(String id) {
        return new ServiceException(Status.NOT_FOUND, "There is no breakpoint " + id);
    }
}
