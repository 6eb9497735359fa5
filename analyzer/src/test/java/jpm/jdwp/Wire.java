package jpm.jdwp;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A client that writes its packets itself. */
final class Wire implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 20_000;
    private static final int REPLY = 0x80;

    final Socket socket;
    final DataInputStream in;
    final DataOutputStream out;
    private int nextId = 1;

    /** What answered a command. */
    record Reply(int error, ByteBuffer data) {}

    private Wire(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        in = new DataInputStream(socket.getInputStream());
        out = new DataOutputStream(socket.getOutputStream());
    }

    /** A connection on which nothing was said yet. */
    static Wire silent(int port) throws IOException {
        return new Wire(port);
    }

    static Wire attached(int port) throws IOException {
        Wire wire = new Wire(port);
        byte[] hello = "JDWP-Handshake".getBytes(StandardCharsets.US_ASCII);
        wire.out.write(hello);
        wire.in.readFully(new byte[hello.length]);
        return wire;
    }

    /** Sends a command and waits for its reply; events that come before are dropped. */
    Reply ask(int set, int command, byte... data) throws IOException {
        int id = nextId++;
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        DataOutputStream to = new DataOutputStream(packet);
        to.writeInt(11 + data.length);
        to.writeInt(id);
        to.writeByte(0);
        to.writeByte(set);
        to.writeByte(command);
        to.write(data);
        out.write(packet.toByteArray());
        while (true) {
            byte[] rest = new byte[in.readInt() - Integer.BYTES];
            in.readFully(rest);
            ByteBuffer reply = ByteBuffer.wrap(rest);
            int repliedId = reply.getInt();
            boolean isReply = (reply.get() & 0xff) == REPLY;
            int error = reply.getShort() & 0xffff;
            if (isReply && repliedId == id) {
                return new Reply(error, reply.slice());
            }
        }
    }

    static byte[] ids(long... ids) {
        ByteBuffer data = ByteBuffer.allocate(ids.length * Long.BYTES);
        for (long id : ids) {
            data.putLong(id);
        }
        return data.array();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
