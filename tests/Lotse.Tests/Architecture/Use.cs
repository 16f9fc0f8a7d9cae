namespace Lotse.Tests.Architecture;

/// <summary>One type of ours makes use of something: a type, and where it is a call or a field, its member.</summary>
/// <param name="From">Our type, outermost: closures, state machines and nested types count as their owner.</param>
/// <param name="To">Full name of the used type, outermost.</param>
/// <param name="Member">Name of the used method or field; empty where only the type is named (a base, a catch clause, a local, typeof).</param>
/// <param name="Assembly">Simple name of the assembly that the used type comes from.</param>
internal sealed record Use(OurType From, string To, string Member, string Assembly)
{
    public Room FromRoom => Room.Of(From.Name);

    public Room ToRoom => Room.Of(To);

    /// <summary>As it stands in a report and in exceptions.txt.</summary>
    public override string ToString() => $"{From.Name} -> {To}{(Member.Length == 0 ? "" : "." + Member)}";

    public bool IsOf(params ReadOnlySpan<string> namespaces)
    {
        foreach (var name in namespaces)
        {
            if (To.Equals(name, StringComparison.Ordinal) || To.StartsWith(name + ".", StringComparison.Ordinal)) return true;
        }
        return false;
    }
}

/// <param name="Name">Full name.</param>
/// <param name="Bases">Every base type and interface, as far up as our assemblies tell, full names.</param>
/// <param name="LongestMethod">Lines of its longest method body, and that method's name; zero without debug information.</param>
internal sealed record OurType(string Name, IReadOnlySet<string> Bases, (string Method, int Lines) LongestMethod)
{
    public string ShortName => Name[(Name.LastIndexOf('.') + 1)..];

    /// <summary>Rules it is planted to break, as its <see cref="BreaksAttribute"/> says; empty for everything real.</summary>
    public IReadOnlySet<string> Breaks { get; init; } = new HashSet<string>();

    public bool Equals(OurType? other) => other?.Name == Name;

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
}

/// <summary>The room of the house that a type stands in, by its namespace.</summary>
internal sealed record Room(RoomKind Kind, string Name)
{
    private const string Root = "Lotse.";

    public static Room Of(string type)
    {
        if (!type.StartsWith(Root, StringComparison.Ordinal)) return new Room(type.Contains('.') ? RoomKind.Outside : RoomKind.Program, "");
        var parts = type[Root.Length..].Split('.');
        return parts switch
        {
            [_] => new Room(RoomKind.Program, ""),
            ["Domain", ..] => new Room(RoomKind.Domain, "Domain"),
            ["Adapters", var adapter, ..] => new Room(RoomKind.Adapter, adapter),
            ["Ui", ..] => new Room(RoomKind.Ui, "Ui"),
            [var feature, ..] => new Room(RoomKind.Feature, feature),
            [] => new Room(RoomKind.Outside, ""),
        };
    }
}

internal enum RoomKind { Outside, Program, Feature, Adapter, Ui, Domain }

/// <summary>Marks a planted offender: it is there to be found by the named rule, for good.</summary>
[AttributeUsage(AttributeTargets.All, AllowMultiple = true)]
internal sealed class BreaksAttribute(string rule) : Attribute
{
    public string Rule => rule;
}
