package jpm.victim.framework;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Handlers and tasks of Netty. */
public final class NettyVictim {
    private NettyVictim() {}

    private static final class Reader extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            context.write(Shop.sell((Integer) message));
        }
    }

    private static final class Writer extends ChannelOutboundHandlerAdapter {
        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            context.write(Shop.sell((Integer) message), promise);
        }
    }

    private static final class Calm extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            System.out.println("caught " + cause.getMessage());
        }
    }

    public static void main(String[] args) throws InterruptedException {
        switch (args[0]) {
            case "read" -> new EmbeddedChannel(new Reader(), new Calm()).writeInbound(3);
            case "write" -> new EmbeddedChannel(new Writer()).write(3);
            case "task" -> task(false);
            case "submitted" -> task(true);
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static void task(boolean submitted) throws InterruptedException {
        NioEventLoopGroup executor = new NioEventLoopGroup(1);
        if (submitted) {
            Future<?> done = executor.submit(() -> Shop.sell(3));
            done.awaitUninterruptibly();
            System.out.println(done.isSuccess());
        } else {
            executor.execute(() -> Shop.sell(3));
            executor.submit(() -> System.out.println("next")).sync();
        }
        executor.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        executor.terminationFuture().await();
    }
}
