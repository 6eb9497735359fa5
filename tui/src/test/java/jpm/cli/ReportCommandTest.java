package jpm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import javax.xml.parsers.DocumentBuilderFactory;
import jpm.testdata.HprofBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

class ReportCommandTest {
    private static final String BAD_NAME = "<script src=\"http://evil\">&\u0001\u001b]]>";

    @TempDir
    private Path folder;

    private final CliFixture cli = new CliFixture(Path.of("no store"));

    private static HprofBuilder leak() {
        HprofBuilder dump = new HprofBuilder();
        long cache = dump.define("com.acme.Cache").field("content", 'L').id();
        long type = dump.define("java.lang.Thread").field("name", 'L').id();
        long thread = dump.instance(type, dump.string(BAD_NAME));
        dump.thread(
                thread,
                new HprofBuilder.Frame("com.acme.Cache", "<init>", "()V", "Cache.java", 3),
                new HprofBuilder.Frame("com.acme.Cache", "fill", "()V", "Cache.java", 7));
        dump.jniGlobalRoot(dump.instance(cache, dump.array(new byte[50_000])));
        dump.jniGlobalRoot(dump.array(new int[100]));
        return dump;
    }

    private static Document parsed(String page) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(page.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void thePageIsWellFormedAndLoadsNothing() throws Exception {
        Path file = leak().write(folder.resolve("heap.hprof"));
        Path page = folder.resolve("report.html");
        assertThat(cli.run("report", file.toString(), "-o", page.toString())).isZero();
        assertThat(cli.out()).isEmpty();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(page)))
                .isEqualTo("rw-------");

        Document document = parsed(Files.readString(page));
        String text = document.getDocumentElement().getTextContent();
        assertThat(text)
                .contains(
                        "heap.hprof",
                        "com.acme.Cache.<init>(Cache.java:3)",
                        "<script src=\"http://evil\">&\\u0001\\u001b]]>");
        for (String loading : new String[] {"script", "img", "link", "iframe", "object", "a"}) {
            assertThat(document.getElementsByTagName(loading).getLength())
                    .as(loading)
                    .isZero();
        }
        NodeList rectangles = document.getElementsByTagName("rect");
        assertThat(rectangles.getLength()).isGreaterThanOrEqualTo(2);
        assertThat(Double.parseDouble(
                        rectangles.item(0).getAttributes().getNamedItem("width").getNodeValue()))
                .isGreaterThan(900);
    }

    @Test
    void aPageAboutACutOffDumpSaysSo() throws Exception {
        byte[] whole = leak().bytes();
        Path cut = Files.write(folder.resolve("cut.hprof"), Arrays.copyOf(whole, whole.length - 300));
        assertThat(cli.run("report", cut.toString())).isZero();
        assertThat(parsed(cli.out()).getDocumentElement().getTextContent())
                .contains("the dump is damaged", "Retained sizes are lower bounds");
    }

    @Test
    void aFileThatCannotBeWrittenIsNamed() {
        Path file = leak().write(folder.resolve("heap.hprof"));
        assertThat(cli.run(
                        "report",
                        file.toString(),
                        "-o",
                        folder.resolve("no/such/r.html").toString()))
                .isEqualTo(ExitCode.WRONG_USE);
        assertThat(cli.err()).startsWith("jpm: cannot write ").contains("no such file or folder");
    }
}
