namespace Lotse.Setup;

/// <summary>The one place that reads the clock of this machine; everybody else is handed a TimeProvider.</summary>
public static class Clock
{
    public static TimeProvider OfThisMachine => TimeProvider.System;
}
