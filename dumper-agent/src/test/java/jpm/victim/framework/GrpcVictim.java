package jpm.victim.framework;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A service of gRPC. */
public final class GrpcVictim {
    private static final MethodDescriptor<Integer, Integer> SELL = MethodDescriptor.<Integer, Integer>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName("Shop/Sell")
            .setRequestMarshaller(new Numbers())
            .setResponseMarshaller(new Numbers())
            .build();

    private GrpcVictim() {}

    private static final class Numbers implements MethodDescriptor.Marshaller<Integer> {
        @Override
        public InputStream stream(Integer value) {
            return new ByteArrayInputStream(new byte[] {value.byteValue()});
        }

        @Override
        public Integer parse(InputStream stream) {
            try {
                return stream.read();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static void sell(Integer apples, StreamObserver<Integer> answer) {
        answer.onNext(Shop.sell(apples));
        answer.onCompleted();
    }

    public static void main(String[] args) throws IOException {
        Server server = InProcessServerBuilder.forName("shop")
                .addService(ServerServiceDefinition.builder("Shop")
                        .addMethod(SELL, ServerCalls.asyncUnaryCall(GrpcVictim::sell))
                        .build())
                .build()
                .start();
        ManagedChannel channel = InProcessChannelBuilder.forName("shop").build();
        try {
            System.out.println(ClientCalls.blockingUnaryCall(channel, SELL, CallOptions.DEFAULT, 3));
        } catch (StatusRuntimeException e) {
            System.out.println(e.getStatus().getCode());
        }
        channel.shutdownNow();
        server.shutdownNow();
    }
}
