package jpm.e2e.program;

import java.lang.reflect.Field;
import java.lang.reflect.Method;

/** A program that takes its JVM down: by writing to address 0, or waiting to be killed. */
public final class NativeDeath {
    private NativeDeath() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("write")) {
            write();
        }
        System.out.println("ready");
        System.in.read();
        synchronized (NativeDeath.class) {
            NativeDeath.class.wait();
        }
    }

    private static void write() throws ReflectiveOperationException {
        Class<?> unsafe = Class.forName("sun.misc.Unsafe");
        Field only = unsafe.getDeclaredField("theUnsafe");
        only.setAccessible(true);
        Method putAddress = unsafe.getMethod("putAddress", long.class, long.class);
        putAddress.invoke(only.get(null), 0L, 0L);
    }
}
