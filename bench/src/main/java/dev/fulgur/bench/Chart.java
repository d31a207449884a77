package dev.fulgur.bench;

import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendPosition;

/// Charts as PNG images, on logarithmic axes, since what is compared differs by orders of
/// magnitude.
final class Chart {
  private static final int WIDTH = 860;
  private static final int HEIGHT = 440;

  private Chart() {}

  /// Bars side by side for each label.
  ///
  /// @param labels what was measured
  /// @param series a value for each label, by the name of who was measured
  static byte[] bars(
      String title, String unit, List<String> labels, Map<String, List<Double>> series)
      throws IOException {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .yAxisTitle(unit)
            .build();
    style(chart.getStyler());
    chart.getStyler().setXAxisLabelRotation(labels.size() > 4 ? 20 : 0);
    chart.getStyler().setAvailableSpaceFill(0.8);
    List<Double> all = new ArrayList<>();
    series.values().forEach(all::addAll);
    scale(chart.getStyler(), all);
    series.forEach((name, values) -> chart.addSeries(name, labels, values));
    return BitmapEncoder.getBitmapBytes(chart, BitmapFormat.PNG);
  }

  /// A line for each series over sizes.
  ///
  /// @param series a value for each size, by the name of who was measured; NaN where it was not
  static byte[] lines(
      String title,
      String xUnit,
      String yUnit,
      List<Double> sizes,
      Map<String, List<Double>> series)
      throws IOException {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(xUnit)
            .yAxisTitle(yUnit)
            .build();
    style(chart.getStyler());
    chart.getStyler().setXAxisLogarithmic(true);
    List<Double> all = new ArrayList<>();
    series.forEach(
        (name, values) -> {
          List<Double> xs = new ArrayList<>();
          List<Double> ys = new ArrayList<>();
          for (int i = 0; i < values.size(); i++) {
            if (!values.get(i).isNaN()) {
              xs.add(sizes.get(i));
              ys.add(values.get(i));
            }
          }
          if (!xs.isEmpty()) {
            chart.addSeries(name, xs, ys);
            all.addAll(ys);
          }
        });
    scale(chart.getStyler(), all);
    return BitmapEncoder.getBitmapBytes(chart, BitmapFormat.PNG);
  }

  private static void scale(AxesChartStyler styler, List<Double> values) {
    double least = values.stream().mapToDouble(v -> v).min().orElse(1);
    double greatest = values.stream().mapToDouble(v -> v).max().orElse(10);
    if (least > 0) {
      styler.setYAxisLogarithmic(true);
      styler.setYAxisMin(Math.pow(10, Math.floor(Math.log10(least))));
      styler.setYAxisMax(Math.pow(10, Math.ceil(Math.log10(greatest * 1.01))));
    }
  }

  private static void style(AxesChartStyler styler) {
    Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    styler.setBaseFont(font);
    styler.setChartTitleFont(font.deriveFont(Font.BOLD, 14f));
    styler.setAxisTitleFont(font);
    styler.setAxisTickLabelsFont(font);
    styler.setLegendFont(font);
    styler.setLegendPosition(LegendPosition.OutsideE);
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setLocale(Locale.ROOT);
    styler.setAntiAlias(true);
  }
}
