package jpm.service.http;

import java.nio.ByteBuffer;
import jpm.service.ServiceException;
import jpm.service.ServiceException.Status;
import jpm.service.api.Answer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** What the server refuses before a request reaches the service, in the shape of the API's errors. */
final class ApiErrors extends ErrorHandler {
    @Override
    public boolean handle(org.eclipse.jetty.server.Request request, Response response, Callback callback) {
        int code = response.getStatus();
        Status status = code == 503 ? Status.UNAVAILABLE : code >= 500 ? Status.INTERNAL : Status.INVALID_ARGUMENT;
        String message = code >= 500 ? "The service failed" : "The request is malformed";
        Answer answer = Answer.error(new ServiceException(status, message));
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
        response.write(true, ByteBuffer.wrap(answer.body()), callback);
        return true;
    }
}
