package jpm.service.http;

import java.nio.ByteBuffer;
import jpm.service.ServiceException;
import jpm.service.ServiceException.Status;
import jpm.service.api.Answer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** What the server refuses before a request reaches the service, in the shape of the API's errors. */
final class ApiErrors extends ErrorHandler {
    @Override
    public boolean handle(org.eclipse.jetty.server.Request request, Response response, Callback callback) {
        int code = response.getStatus();
        boolean isFault = code >= 500 && code != HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505;
        Answer answer = Answer.error(
                isFault
                        ? new ServiceException(Status.UNAVAILABLE, "The service failed")
                        : new ServiceException(Status.INVALID_ARGUMENT, "The request is malformed"));
        response.setStatus(answer.code());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
        response.write(true, ByteBuffer.wrap(answer.body()), callback);
        return true;
    }
}
