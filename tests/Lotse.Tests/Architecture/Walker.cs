using Mono.Cecil;
using Mono.Cecil.Rocks;

namespace Lotse.Tests.Architecture;

/// <summary>Reads everything that compiled code makes use of. What the compiler generated (closures, async state machines, iterators) counts as written where
/// it was written; catch clauses, generic arguments, attributes and locals count too. Invisible is only what the compiler erases: constants and nameof.</summary>
internal static class Walker
{
    public static IReadOnlyList<Use> Read(IEnumerable<string> assemblies, string root)
    {
        using var resolver = new DefaultAssemblyResolver();
        resolver.AddSearchDirectory(AppContext.BaseDirectory);
        var reading = new ReaderParameters { AssemblyResolver = resolver, ReadSymbols = true, SymbolReaderProvider = new Mono.Cecil.Cil.DefaultSymbolReaderProvider(false) };
        var uses = new HashSet<Use>();
        foreach (var path in assemblies)
        {
            using var module = ModuleDefinition.ReadModule(path, reading);
            foreach (var type in module.Types.Where(type => IsOurs(type, root))) AddType(uses, type, root);
        }
        return [.. uses.OrderBy(use => use.ToString(), StringComparer.Ordinal)];
    }

    /// <summary>Planted types stand in Planted.Tickets and are read as if they stood in Lotse.Tickets.</summary>
    private static string NameOf(TypeReference type, string root)
    {
        while (type.DeclaringType is { } owner) type = owner;
        var name = type.FullName;
        var tick = name.IndexOf('`', StringComparison.Ordinal);
        if (tick >= 0) name = name[..tick];
        return name.StartsWith(root + ".", StringComparison.Ordinal) ? "Lotse" + name[root.Length..] : name;
    }

    // What a source generator of the framework adds to our assembly stands in the framework's namespaces.
    private static bool IsOurs(TypeDefinition type, string root) => !type.Name.StartsWith('<')
        && (type.Namespace == root || type.Namespace.StartsWith(root + ".", StringComparison.Ordinal) || (type.Namespace.Length == 0 && type.Name == "Program"));

    private static void AddType(HashSet<Use> uses, TypeDefinition type, string root)
    {
        var all = WithNested(type).ToList();
        var breaks = all.SelectMany(Attributed).SelectMany(owner => owner.CustomAttributes).Where(given => given.AttributeType.Name == nameof(BreaksAttribute))
            .Select(given => (string)given.ConstructorArguments[0].Value);
        var from = new OurType(NameOf(type, root), Bases(type, root), LongestMethod(all)) { Breaks = breaks.ToHashSet() };
        uses.Add(new Use(from, from.Name, "", type.Module.Assembly.Name.Name));
        foreach (var part in all)
        {
            foreach (var (used, member) in Mentions.Of(part))
            {
                var to = NameOf(used, root);
                if (to.StartsWith('<')) continue;    // what the compiler puts beside all namespaces: anonymous types, list literals
                if (to != from.Name && used.Name != nameof(BreaksAttribute)) uses.Add(new Use(from, to, member, AssemblyOf(used)));
            }
        }
    }

    private static IEnumerable<ICustomAttributeProvider> Attributed(TypeDefinition type) => [type, .. type.Methods];

    private static IEnumerable<TypeDefinition> WithNested(TypeDefinition type) => [type, .. type.NestedTypes.SelectMany(WithNested)];

    private static string AssemblyOf(TypeReference type) => type.Scope switch
    {
        AssemblyNameReference other => other.Name,
        ModuleDefinition own => own.Assembly.Name.Name,
        _ => "",
    };

    private static HashSet<string> Bases(TypeDefinition type, string root)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        for (var at = type; at is not null; at = Resolved(at.BaseType))
        {
            if (at.BaseType is { } parent) found.Add(NameOf(parent, root));
            found.UnionWith(at.Interfaces.Select(each => NameOf(each.InterfaceType, root)));
        }
        return found;
    }

    private static TypeDefinition? Resolved(TypeReference? type)
    {
        try
        {
            return type?.Resolve();
        }
        catch (AssemblyResolutionException)
        {
            return null;    // a type of the shared framework, which does not lie beside ours; its name is known already
        }
    }

    private static (string, int) LongestMethod(IEnumerable<TypeDefinition> types)
    {
        var lengths = types.SelectMany(type => type.GetMethods()).Where(method => method.HasBody).Select(method => (method.Name, Lines(method))).ToList();
        return lengths.Count == 0 ? ("", 0) : lengths.MaxBy(each => each.Item2);
    }

    private static bool IsWritten(string file) => file.EndsWith(".cs", StringComparison.Ordinal) && !file.EndsWith(".g.cs", StringComparison.Ordinal);

    private static int Lines(MethodDefinition method)
    {
        var points = method.DebugInformation.SequencePoints.Where(point => !point.IsHidden && IsWritten(point.Document.Url)).ToList();
        return points.Count == 0 ? 0 : points.Max(point => point.EndLine) - points.Min(point => point.StartLine) + 1;
    }
}
