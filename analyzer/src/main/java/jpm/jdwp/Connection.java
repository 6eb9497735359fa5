package jpm.jdwp;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** One client, from the handshake until it leaves. */
final class Connection implements Runnable {
    private static final byte[] HANDSHAKE = "JDWP-Handshake".getBytes(StandardCharsets.US_ASCII);
    private static final int HANDSHAKE_MILLIS = 10_000;
    private static final int HEADER_BYTES = 11;
    /** Read-only commands are short: a list of ids at most, or a string. */
    private static final int MAX_REQUEST_BYTES = 16 << 20;

    private static final int REPLY_FLAG = 0x80;
    /** The composite event, 64.100. */
    private static final int EVENT_COMMAND = 64 << 8 | 100;

    private final Socket socket;
    private final DeadVm vm;
    private final CommandTable commands;
    private final Consumer<String> log;
    private int nextEventId = 1;

    /** @param log told in one line of clients that come, go, and speak another language */
    Connection(Socket socket, DeadVm vm, CommandTable commands, Consumer<String> log) {
        this.socket = socket;
        this.vm = vm;
        this.commands = commands;
        this.log = log;
    }

    @Override
    public void run() {
        String client = String.valueOf(socket.getRemoteSocketAddress());
        try (socket) {
            socket.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            DataOutputStream out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
            if (!shakeHands(in, out)) {
                log.accept("refused " + client + ": it does not speak the debug wire protocol");
                return;
            }
            log.accept("attached: " + client);
            serve(in, out);
            log.accept("detached: " + client);
        } catch (IOException gone) {
            log.accept("lost " + client + ": " + gone.getMessage());
        }
    }

    private boolean shakeHands(DataInputStream in, DataOutputStream out) throws IOException {
        socket.setSoTimeout(HANDSHAKE_MILLIS);
        byte[] hello = new byte[HANDSHAKE.length];
        try {
            in.readFully(hello);
        } catch (EOFException | SocketTimeoutException silent) {
            return false;
        }
        if (!Arrays.equals(hello, HANDSHAKE)) {
            return false;
        }
        out.write(HANDSHAKE);
        out.flush();
        socket.setSoTimeout(0);
        return true;
    }

    private void serve(DataInputStream in, DataOutputStream out) throws IOException {
        Attachment client;
        synchronized (vm) {
            client = new Attachment(vm);
        }
        sendEvents(client, out);
        while (!client.isOver()) {
            int length;
            try {
                length = in.readInt();
            } catch (EOFException left) {
                return;
            }
            if (length < HEADER_BYTES || length > MAX_REQUEST_BYTES) {
                throw new IOException("a packet of " + length + " bytes");
            }
            answer(read(in, length), client, out);
        }
    }

    private static ByteBuffer read(DataInputStream in, int length) throws IOException {
        byte[] packet = in.readNBytes(length - Integer.BYTES);
        if (packet.length < length - Integer.BYTES) {
            throw new IOException("the connection ended within a packet");
        }
        return ByteBuffer.wrap(packet);
    }

    private void answer(ByteBuffer packet, Attachment client, DataOutputStream out) throws IOException {
        int id = packet.getInt();
        boolean isReply = (packet.get() & REPLY_FLAG) != 0;
        int command = packet.getShort() & 0xffff;
        if (isReply) {
            return;
        }
        Answer answer = new Answer();
        ErrorCode error = commands.answer(new Request(id, command, packet), answer, client);
        byte[] data = error == ErrorCode.NONE ? answer.toBytes() : new byte[0];
        out.writeInt(HEADER_BYTES + data.length);
        out.writeInt(id);
        out.writeByte(REPLY_FLAG);
        out.writeShort(error.number);
        out.write(data);
        out.flush();
        sendEvents(client, out);
    }

    private void sendEvents(Attachment client, DataOutputStream out) throws IOException {
        List<byte[]> events;
        synchronized (vm) {
            events = client.takeEvents();
        }
        for (byte[] event : events) {
            out.writeInt(HEADER_BYTES + event.length);
            out.writeInt(nextEventId++);
            out.writeByte(0);
            out.writeShort(EVENT_COMMAND);
            out.write(event);
        }
        out.flush();
    }
}
