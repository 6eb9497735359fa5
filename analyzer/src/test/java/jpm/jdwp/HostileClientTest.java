package jpm.jdwp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import jpm.debug.DebugOptions;
import jpm.debug.DebugSession;
import jpm.testdata.HprofBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that are broken or mean no good: each gets an error or is left, and the next one is served. */
class HostileClientTest {
    private static final int NOT_IMPLEMENTED = 99;
    private static final int ILLEGAL_ARGUMENT = 103;
    private static final int INTERNAL = 113;
    private static final int DISPOSE = 6;
    private static final int EXIT = 10;

    @TempDir
    Path folder;

    private final HprofBuilder dump = new HprofBuilder();
    private final List<Long> ids = new ArrayList<>();
    private final List<String> log = new CopyOnWriteArrayList<>();
    private DebugSession session;
    private JdwpServer server;
    private Thread thread;

    @BeforeEach
    void serve() {
        long object = id(dump.define("java.lang.Object").id());
        long threadClass = id(dump.define("java.lang.Thread")
                .extend(object)
                .field("name", 'L')
                .field("tid", 'J')
                .field("threadStatus", 'I')
                .id());
        long point = id(dump.define("com.acme.Point")
                .extend(object)
                .field("x", 'I')
                .field("next", 'L')
                .staticField("ORIGIN", 'L', 0L)
                .id());
        long points = id(dump.define("[Lcom/acme/Point;").extend(object).id());
        long text = id(dump.string("text"));
        long one = id(dump.instance(point, 1, text));
        id(dump.objectArray(points, one, 0, one));
        id(dump.array(new int[] {1, 2, 3}));
        long main = id(dump.instance(threadClass, dump.string("main"), 1L, 5));
        dump.thread(
                main,
                new HprofBuilder.Frame("com/acme/Point", "add", "(I)V", "Point.java", 7, one, text),
                new HprofBuilder.Frame("com/acme/Point", "add", "(I)V", "Point.java", 7, one),
                new HprofBuilder.Frame("com/acme/Point", "main", "([Ljava/lang/String;)V", "Point.java", -3));
        session = DebugSession.open(dump.write(folder.resolve("test.hprof")), DebugOptions.DEFAULT);
        server = JdwpServer.listen(session, "127.0.0.1", 0, log::add);
        thread = new Thread(server::run);
        thread.start();
    }

    private long id(long id) {
        ids.add(id);
        return id;
    }

    @AfterEach
    void stop() throws InterruptedException {
        server.close();
        thread.join();
        session.close();
    }

    private void assertServes() throws IOException {
        try (Wire wire = Wire.attached(server.port())) {
            Wire.Reply version = wire.ask(1, 1);
            assertThat(version.error()).isZero();
            assertThat(version.data().remaining()).isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"GET / HTTP/1.1\r\n\r\n", "JDWP-Handshakf", "\0\0\0\0\0\0\0\0\0\0\0\0\0\0", "jdwp-handshake....."
            })
    void who_speaks_another_language_is_left(String hello) throws IOException {
        try (Wire wire = Wire.silent(server.port())) {
            wire.out.write(hello.getBytes(StandardCharsets.ISO_8859_1));
            assertThat(wire.in.read()).isEqualTo(-1);
        }
        assertServes();
        assertThat(log.get(0)).contains("does not speak the debug wire protocol");
    }

    @Test
    void who_leaves_within_the_handshake_is_forgotten() throws IOException {
        for (String part : List.of("", "J", "JDWP-Handshak")) {
            try (Wire wire = Wire.silent(server.port())) {
                wire.out.write(part.getBytes(StandardCharsets.US_ASCII));
            }
        }
        assertServes();
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 1, 10, 16 * 1024 * 1024 + 1, Integer.MAX_VALUE})
    void a_packet_of_an_impossible_length_ends_the_connection(int length) throws IOException {
        try (Wire wire = Wire.attached(server.port())) {
            wire.out.writeInt(length);
            wire.out.writeLong(0);
            wire.out.flush();
            assertThat(endsAfterEvents(wire)).isTrue();
        }
        assertServes();
    }

    private static boolean endsAfterEvents(Wire wire) throws IOException {
        try {
            wire.in.readAllBytes();
            return true;
        } catch (SocketException reset) {
            return true;
        }
    }

    @Test
    void a_packet_that_never_ends_holds_nobody_up() throws IOException {
        try (Wire half = Wire.attached(server.port())) {
            half.out.writeInt(100);
            half.out.writeInt(1);
            half.out.flush();
            assertServes();
        }
        assertServes();
    }

    @Test
    void commands_that_do_not_exist_are_not_implemented() throws IOException {
        try (Wire wire = Wire.attached(server.port())) {
            for (int set : new int[] {0, 1, 7, 8, 19, 64, 128, 255}) {
                assertThat(wire.ask(set, 200).error()).isEqualTo(NOT_IMPLEMENTED);
            }
        }
    }

    @Test
    void commands_without_their_data_are_illegal() throws IOException {
        try (Wire wire = Wire.attached(server.port())) {
            for (int[] command : new int[][] {{1, 2}, {2, 1}, {6, 1}, {9, 2}, {11, 1}, {13, 2}, {15, 1}, {16, 1}}) {
                assertThat(wire.ask(command[0], command[1]).error()).isEqualTo(ILLEGAL_ARGUMENT);
                assertThat(wire.ask(command[0], command[1], new byte[3]).error())
                        .isNotZero();
            }
        }
    }

    @Test
    void counts_beyond_the_packet_are_illegal() throws IOException {
        byte[] huge = {0x7f, -1, -1, -1};
        byte[] negative = {-1, -1, -1, -1};
        try (Wire wire = Wire.attached(server.port())) {
            for (byte[] count : List.of(huge, negative)) {
                assertThat(wire.ask(1, 2, count).error()).isEqualTo(ILLEGAL_ARGUMENT);
                assertThat(wire.ask(1, 21, count).error()).isEqualTo(ILLEGAL_ARGUMENT);
            }
        }
    }

    /** Every command, with ids that exist and data that mean nothing: an error that is meant, never one that is not. */
    @Test
    void nonsense_is_answered() throws IOException {
        Random random = new Random(20261121);
        List<String> unforeseen = new ArrayList<>();
        try (Wire wire = Wire.attached(server.port())) {
            for (int round = 0; round < 60; round++) {
                for (int set = 1; set <= 18; set++) {
                    for (int command = 1; command <= 22; command++) {
                        boolean leaves = set == 1 && (command == DISPOSE || command == EXIT);
                        byte[] data = nonsense(random);
                        if (!leaves && wire.ask(set, command, data).error() == INTERNAL) {
                            unforeseen.add(set + "." + command + " " + Arrays.toString(data));
                        }
                    }
                }
            }
        }
        assertThat(unforeseen).isEmpty();
        assertServes();
    }

    private byte[] nonsense(Random random) {
        ByteBuffer data = ByteBuffer.allocate(128);
        while (data.remaining() > Long.BYTES && random.nextInt(5) != 0) {
            switch (random.nextInt(6)) {
                case 0 -> data.putLong(random.nextLong());
                case 1 -> data.putLong(1L << 62 | random.nextInt(40));
                case 2 -> data.putInt(random.nextInt(6) - 1);
                case 3 -> data.put((byte) "LIJZ[stlgc\0\1".charAt(random.nextInt(12)));
                case 4 -> data.putLong((random.nextInt(12) + 1L) << 16 | random.nextInt(4));
                default -> data.putLong(ids.get(random.nextInt(ids.size())));
            }
        }
        return Arrays.copyOf(data.array(), data.position());
    }

    @Test
    void many_clients_attach_at_once_and_one_after_the_other() throws IOException {
        List<Wire> wires = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            wires.add(Wire.attached(server.port()));
        }
        for (Wire wire : wires) {
            assertThat(wire.ask(1, 4).data().getInt()).isEqualTo(1);
            wire.close();
        }
        for (int i = 0; i < 200; i++) {
            assertServes();
        }
    }

    @Test
    void what_a_client_makes_is_bounded() throws IOException {
        byte[] text = new byte[Integer.BYTES + (8 << 20)];
        int made = 0;
        int error = 0;
        try (Wire wire = Wire.attached(server.port())) {
            while (error == 0 && made < 100) {
                ByteBuffer.wrap(text).putInt(8 << 20).putInt(made++);
                error = wire.ask(1, 11, text).error();
            }
        }
        assertThat(error).isEqualTo(ErrorCode.OUT_OF_MEMORY.number);
        assertServes();
    }
}
