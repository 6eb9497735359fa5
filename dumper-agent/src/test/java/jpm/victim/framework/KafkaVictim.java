package jpm.victim.framework;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.kafka.listener.MessageListener;
import org.springframework.kafka.support.TopicPartitionOffset;

/** A listener of Spring for Kafka, on Kafka's own consumer without a broker. */
public final class KafkaVictim {
    private static final TopicPartition ORDERS = new TopicPartition("orders", 0);

    private KafkaVictim() {}

    private static final class Consumers implements ConsumerFactory<String, Integer> {
        @Override
        public Consumer<String, Integer> createConsumer(
                String groupId, String clientIdPrefix, String clientIdSuffix, Properties properties) {
            MockConsumer<String, Integer> consumer = new MockConsumer<>(OffsetResetStrategy.EARLIEST);
            consumer.updateBeginningOffsets(Map.of(ORDERS, 0L));
            consumer.schedulePollTask(() -> consumer.addRecord(new ConsumerRecord<>("orders", 0, 0, "apples", 3)));
            return consumer;
        }

        @Override
        public Consumer<String, Integer> createConsumer(String groupId, String clientIdPrefix, String clientIdSuffix) {
            return createConsumer(groupId, clientIdPrefix, clientIdSuffix, new Properties());
        }

        @Override
        public Map<String, Object> getConfigurationProperties() {
            return Map.of();
        }

        @Override
        public boolean isAutoCommit() {
            return false;
        }
    }

    public static void main(String[] args) throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        ContainerProperties properties = new ContainerProperties(new TopicPartitionOffset("orders", 0, 0L));
        properties.setGroupId("shop");
        properties.setPollTimeout(Duration.ofMillis(10).toMillis());
        properties.setMessageListener((MessageListener<String, Integer>) message -> {
            asked.countDown();
            Shop.sell(message.value());
        });
        KafkaMessageListenerContainer<String, Integer> container =
                new KafkaMessageListenerContainer<>(new Consumers(), properties);
        container.start();
        asked.await();
        container.stop();
        System.out.println("asked " + List.of(ORDERS));
    }
}
