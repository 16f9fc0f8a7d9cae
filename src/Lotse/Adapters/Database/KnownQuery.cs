using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Lotse.Adapters.Database;

/// <summary>A query that EF works out once and not each time it is asked; once for each kind of database, for a process may know both.</summary>
/// <param name="compile">EF.CompileAsyncQuery of it.</param>
public sealed class KnownQuery<TAsk>(Func<TAsk> compile) where TAsk : Delegate
{
    private readonly ConditionalWeakTable<IModel, TAsk> _ofModel = [];

    public TAsk On(DeskDatabase database) => _ofModel.GetValue(database.Model, _ => compile());
}
