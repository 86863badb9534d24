package io.voicewebhooks.console;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/** A picture of a page for the manual: its upper part, in the colours that it has most. */
final class SmallPicture {
    private static final int HIGHEST = 820;
    private static final int COLOURS = 64;

    private SmallPicture() {}

    static void make(Path picture, Path small) throws IOException {
        BufferedImage image = ImageIO.read(picture.toFile());
        int height = Math.min(image.getHeight(), HIGHEST);
        int[] pixels = image.getRGB(0, 0, image.getWidth(), height, null, 0, image.getWidth());
        Map<Integer, Integer> often = new HashMap<>();
        for (int pixel : pixels) {
            often.merge(pixel, 1, Integer::sum);
        }
        int[] colours = often.entrySet().stream()
                .sorted(Map.Entry.<Integer, Integer>comparingByValue(Comparator.reverseOrder()))
                .limit(COLOURS)
                .mapToInt(Map.Entry::getKey)
                .toArray();
        BufferedImage indexed = new BufferedImage(
                image.getWidth(),
                height,
                BufferedImage.TYPE_BYTE_INDEXED,
                new IndexColorModel(8, colours.length, colours, 0, false, -1, 0));
        Map<Integer, Integer> nearest = new HashMap<>();
        for (int i = 0; i < pixels.length; i++) {
            int index = nearest.computeIfAbsent(pixels[i], colour -> nearest(colour, colours));
            indexed.getRaster().setSample(i % image.getWidth(), i / image.getWidth(), 0, index);
        }
        Files.createDirectories(small.getParent());
        ImageIO.write(indexed, "png", small.toFile());
    }

    private static int nearest(int colour, int[] colours) {
        int best = 0;
        for (int i = 1; i < colours.length; i++) {
            if (distance(colour, colours[i]) < distance(colour, colours[best])) {
                best = i;
            }
        }
        return best;
    }

    private static int distance(int one, int other) {
        return List.of(16, 8, 0).stream()
                .mapToInt(shift -> (one >> shift & 255) - (other >> shift & 255))
                .map(difference -> difference * difference)
                .sum();
    }
}
