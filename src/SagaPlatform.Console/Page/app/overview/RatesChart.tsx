import { AreaChart } from '@mantine/charts';
import { Group, Text } from '@mantine/core';
import type { Rates, RateSample } from '../api/types';
import { perSecond } from '../words';

/** Samples shown as one point: more points than pixels show nothing more. */
const PointsMax = 150;

/** What started and ended per second in the last ten minutes, over all processes. */
export function RatesChart({ rates, samples }: { rates: Rates; samples: RateSample[] }) {
  const words = [
    ['started', rates.startedPerSecond], ['completed', rates.completedPerSecond], ['cancelled', rates.cancelledPerSecond], ['messages failed', rates.failedMessagesPerSecond],
  ] as const;
  const sentence = `In the last ${Math.round(rates.windowSeconds)} s, per second: ${words.map(([what, x]) => `${perSecond(x)} ${what}`).join(', ')}.`;
  return (
    <>
      <Group gap="xl">
        {words.map(([what, x]) => <Text key={what} size="sm"><Text span fw={600} fz="lg">{perSecond(x)}</Text> {what} per s</Text>)}
      </Group>
      <div role="img" aria-label={sentence}>
        <AreaChart h={200} data={points(samples)} dataKey="at" withDots={false} curveType="monotone" fillOpacity={0.12} withLegend
          areaProps={{ isAnimationActive: false }} xAxisProps={{ minTickGap: 60 }} yAxisProps={{ allowDecimals: true, width: 44 }} unit="/s"
          series={[
            { name: 'started', color: 'blue.6' }, { name: 'completed', color: 'teal.6' }, { name: 'cancelled', color: 'gray.6' }, { name: 'messages failed', color: 'red.6' },
          ]} />
      </div>
    </>
  );
}

function points(samples: RateSample[]) {
  const per = Math.max(1, Math.ceil(samples.length / PointsMax));
  const result = [];
  for (let i = 0; i < samples.length; i += per) {
    const some = samples.slice(i, i + per);
    const seconds = some.reduce((x, y) => x + y.seconds, 0) || 1;
    const rate = (of: (x: RateSample) => number) => Math.round((100 * some.reduce((x, y) => x + of(y), 0)) / seconds) / 100;
    result.push({
      at: new Date(some[some.length - 1]!.at).toLocaleTimeString(),
      started: rate(x => x.started), completed: rate(x => x.completed), cancelled: rate(x => x.cancelled), 'messages failed': rate(x => x.failedMessages),
    });
  }
  return result;
}
