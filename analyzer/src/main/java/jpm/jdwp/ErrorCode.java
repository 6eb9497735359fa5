package jpm.jdwp;

/** The protocol's error codes that a dump gives rise to. */
enum ErrorCode {
    NONE(0),
    INVALID_THREAD(10),
    INVALID_THREAD_GROUP(11),
    THREAD_NOT_SUSPENDED(13),
    INVALID_OBJECT(20),
    INVALID_CLASS(21),
    INVALID_METHODID(23),
    INVALID_FIELDID(25),
    INVALID_FRAMEID(30),
    INVALID_SLOT(35),
    INVALID_MODULE(42),
    NOT_IMPLEMENTED(99),
    ABSENT_INFORMATION(101),
    INVALID_EVENT_TYPE(102),
    ILLEGAL_ARGUMENT(103),
    OUT_OF_MEMORY(110),
    INTERNAL(113),
    INVALID_TAG(500),
    INVALID_INDEX(503),
    INVALID_LENGTH(504),
    INVALID_STRING(506),
    INVALID_CLASS_LOADER(507),
    INVALID_ARRAY(508),
    NATIVE_METHOD(511),
    INVALID_COUNT(512);

    final int number;

    ErrorCode(int number) {
        this.number = number;
    }
}
