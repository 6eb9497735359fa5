package jpm.tui;

/** A list whose rows are fetched in the background; meanwhile it says what it is loading. */
abstract class LoadingPane extends ListPane {
    private final String name;
    private final String textWhenEmpty;
    private String loading = "";

    LoadingPane(String name, String textWhenEmpty) {
        this.name = name;
        this.textWhenEmpty = textWhenEmpty;
    }

    /** @param what as "reading locals" */
    void loading(String what) {
        loading = what + "…";
    }

    void loaded() {
        loading = "";
    }

    @Override
    public boolean isLoading() {
        return !loading.isEmpty();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String status() {
        return loading.isEmpty() ? position() : loading;
    }

    @Override
    String emptyText() {
        return loading.isEmpty() ? textWhenEmpty : loading;
    }
}
