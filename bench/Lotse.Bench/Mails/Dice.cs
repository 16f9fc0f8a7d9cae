namespace Lotse.Bench.Mails;

/// <summary>Chance that is the same on every machine and with every version of .NET (SplitMix64).</summary>
internal sealed class Dice(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>From 0 to below 1.</summary>
    public double Share() => (Next() >> 11) * (1.0 / (1UL << 53));

    public int Between(int first, int last) => first + (int)(Share() * (last - first + 1));

    public T Of<T>(IReadOnlyList<T> choices) => choices[(int)(Share() * choices.Count)];

    public bool Happens(double share) => Share() < share;

    /// <summary>Of the log-normal kind: most near e^mean, some much larger.</summary>
    public double LogNormal(double mean, double spread) =>
        Math.Exp(mean + (spread * Math.Sqrt(-2 * Math.Log(1 - Share())) * Math.Cos(2 * Math.PI * Share())));

    public byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        for (var at = 0; at < count; at += 8) BitConverter.GetBytes(Next()).AsSpan(0, Math.Min(8, count - at)).CopyTo(bytes.AsSpan(at));
        return bytes;
    }
}
