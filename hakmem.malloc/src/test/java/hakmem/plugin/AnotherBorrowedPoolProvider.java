package hakmem.plugin;

/** A second strategy of the same name. */
public final class AnotherBorrowedPoolProvider extends BorrowedPoolProvider {
    /** Makes the provider, for {@link java.util.ServiceLoader}. */
    public AnotherBorrowedPoolProvider() {}
}
