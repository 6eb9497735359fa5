package jpm.tui;

import java.util.List;
import java.util.function.Consumer;
import jpm.tui.term.Key;

/** The input row for debugger commands: editing as in readline, history, completion. */
final class CommandLine {
    private final LineEditor editor = new LineEditor();
    private final History history;
    private final Completer completer;
    private final Consumer<String> execute;
    private final Consumer<String> say;
    private final Runnable leave;
    private int historyIndex;
    private String draft = "";

    /** Finds the words that could stand at the cursor and hands them over, maybe later. */
    interface Completer {
        void complete(String line, int cursor, Consumer<List<String>> words);
    }

    /**
     * @param execute runs a command
     * @param say shows a message or a list of candidates
     * @param leave gives the keyboard back to the panes
     */
    CommandLine(History history, Completer completer, Consumer<String> execute, Consumer<String> say, Runnable leave) {
        this.history = history;
        this.completer = completer;
        this.execute = execute;
        this.say = say;
        this.leave = leave;
        this.historyIndex = history.entries().size();
    }

    String text() {
        return editor.text();
    }

    /** The text before the cursor. */
    String beforeCursor() {
        return editor.text().substring(0, editor.cursor());
    }

    void start(String prefilled) {
        editor.set(prefilled);
        historyIndex = history.entries().size();
    }

    void type(Key key) {
        editor.insert(key.name());
    }

    List<Binding> bindings() {
        return List.of(
                Binding.of("Enter", "run", "run the command; an empty line runs the last one again", this::run),
                Binding.of("Tab", "complete", "complete the word at the cursor", this::complete),
                Binding.of("Up Ctrl-P", "history", "older command", () -> recall(historyIndex - 1)),
                Binding.of("Down Ctrl-N", "", "newer command", () -> recall(historyIndex + 1)),
                Binding.of("Esc", "back", "back to the panes", leave),
                Binding.of("Ctrl-C", "", "drop the line, or go back when it is empty", this::drop),
                Binding.of("Left Ctrl-B", "", "one character left", editor::moveLeft),
                Binding.of("Right Ctrl-F", "", "one character right", editor::moveRight),
                Binding.of("Home Ctrl-A", "", "to the beginning of the line", editor::home),
                Binding.of("End Ctrl-E", "", "to the end of the line", editor::end),
                Binding.of("Backspace", "", "delete the character before the cursor", this::backspace),
                Binding.of("Delete Ctrl-D", "", "delete the character at the cursor", editor::delete),
                Binding.of("Ctrl-W", "", "delete the word before the cursor", editor::deleteWord),
                Binding.of("Ctrl-U", "", "delete to the beginning of the line", editor::deleteToStart),
                Binding.of("Ctrl-K", "", "delete to the end of the line", editor::deleteToEnd));
    }

    private void run() {
        List<String> before = history.entries();
        String command = text().isBlank() && !before.isEmpty() ? before.get(before.size() - 1) : text().strip();
        if (command.isEmpty()) {
            return;
        }
        history.add(command);
        start("");
        execute.accept(command);
    }

    private void drop() {
        if (text().isEmpty()) {
            leave.run();
        }
        start("");
    }

    private void backspace() {
        if (text().isEmpty()) {
            leave.run();
        }
        editor.backspace();
    }

    private void recall(int index) {
        List<String> entries = history.entries();
        if (index < 0 || index > entries.size()) {
            return;
        }
        if (historyIndex == entries.size()) {
            draft = text();
        }
        historyIndex = index;
        editor.set(index == entries.size() ? draft : entries.get(index));
    }

    private void complete() {
        String line = editor.text();
        int cursor = editor.cursor();
        completer.complete(line, cursor, words -> {
            if (line.equals(editor.text()) && cursor == editor.cursor()) {
                offer(words);
            }
        });
    }

    private void offer(List<String> words) {
        if (words.isEmpty()) {
            say.accept("no completion");
            return;
        }
        String common = commonPrefix(words);
        String missing = common.substring(overlap(beforeCursor(), common));
        boolean whole = words.size() == 1 && editor.cursor() == text().length();
        editor.insert(whole && !missing.endsWith(" ") && !missing.endsWith(".") ? missing + " " : missing);
        say.accept(words.size() == 1 ? "" : String.join("  ", words));
    }

    /** How much of the beginning of a word already stands before the cursor. */
    private static int overlap(String before, String word) {
        int length = Math.min(before.length(), word.length());
        while (!before.endsWith(word.substring(0, length))) {
            length--;
        }
        return length;
    }

    private static String commonPrefix(List<String> words) {
        String common = words.get(0);
        for (String word : words) {
            while (!word.startsWith(common)) {
                common = common.substring(0, common.length() - 1);
            }
        }
        return common;
    }
}
