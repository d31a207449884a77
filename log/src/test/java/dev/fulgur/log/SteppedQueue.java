package dev.fulgur.log;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jctools.queues.MessagePassingQueue;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

/// The bounded queue of many producers and one consumer in the steps of the library's, which
/// Lincheck does not look into: a producer has its place before its element is there.
public final class SteppedQueue<E> extends MpscVarHandleArrayQueue<E> {
  private final AtomicLong producer = new AtomicLong();
  private final AtomicLong consumer = new AtomicLong();
  private final AtomicReferenceArray<@Nullable E> places;

  /// @param capacity a power of two
  public SteppedQueue(int capacity) {
    super(capacity);
    places = new AtomicReferenceArray<>(capacity);
  }

  @Override
  public boolean offer(E element) {
    while (true) {
      long place = producer.get();
      if (place - consumer.get() >= places.length()) {
        return false;
      }
      if (producer.compareAndSet(place, place + 1)) {
        places.set((int) (place % places.length()), element);
        return true;
      }
    }
  }

  @Override
  public int drain(MessagePassingQueue.Consumer<E> to, int limit) {
    int taken = 0;
    while (taken < limit) {
      long place = consumer.get();
      int at = (int) (place % places.length());
      E element = places.get(at);
      if (element == null) {
        return taken;
      }
      places.set(at, null);
      consumer.set(place + 1);
      to.accept(element);
      taken++;
    }
    return taken;
  }

  @Override
  public int size() {
    return Math.toIntExact(producer.get() - consumer.get());
  }

  @Override
  public boolean isEmpty() {
    return size() == 0;
  }
}
