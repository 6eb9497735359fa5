package jpm.tui.term;

import static org.assertj.core.api.Assertions.assertThat;

import com.googlecode.lanterna.TerminalSize;
import com.googlecode.lanterna.terminal.virtual.DefaultVirtualTerminal;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TerminalDisplayTest {
    private final Recorder terminal = new Recorder();

    @Test
    void sendsOnlyRowsThatDiffer() throws IOException {
        TerminalDisplay display = display(StandardCharsets.UTF_8);
        display.show(picture("one", "two", "three"));
        terminal.sent.clear();
        display.show(picture("one", "TWO", "three"));
        assertThat(terminal.sent).containsExactly("TWO");
    }

    @Test
    void sendsEverythingAfterForgetting() throws IOException {
        TerminalDisplay display = display(StandardCharsets.UTF_8);
        display.show(picture("one", "two", "three"));
        terminal.sent.clear();
        display.forget();
        display.show(picture("one", "two", "three"));
        assertThat(terminal.sent).containsExactly("one", "two", "three");
    }

    @Test
    void placesTheCursorAnewAfterCharactersOfDoubtfulWidth() throws IOException {
        display(StandardCharsets.UTF_8).show(picture("日b", "e\u0301b", "Жb"));
        assertThat(terminal.getCharacter(2, 0).getCharacterString()).isEqualTo("b");
        assertThat(terminal.getCharacter(1, 1).getCharacterString()).isEqualTo("b");
        assertThat(terminal.getCharacter(1, 2).getCharacterString()).isEqualTo("b");
    }

    @Test
    void sendsOnlyWhatTheCharsetHas() throws IOException {
        display(StandardCharsets.US_ASCII).show(picture("─│▸▾…·", "日é", "x"));
        assertThat(terminal.sent).containsExactly("-|+-~-", "???", "x");
    }

    private TerminalDisplay display(Charset charset) throws IOException {
        return new TerminalDisplay(terminal, Theme.DARK, charset);
    }

    private static Picture picture(String... rows) {
        return new Picture(List.of(rows).stream().map(StyledLine::plain).toList(), null);
    }

    /** A terminal in memory that also keeps what was written, piece by piece. */
    private static final class Recorder extends DefaultVirtualTerminal {
        private final List<String> sent = new ArrayList<>();

        Recorder() {
            super(new TerminalSize(10, 3));
        }

        @Override
        public synchronized void putString(String text) {
            sent.add(text);
            super.putString(text);
        }
    }
}
