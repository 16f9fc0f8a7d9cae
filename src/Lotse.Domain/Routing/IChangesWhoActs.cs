namespace Lotse.Domain.Routing;

/// <summary>Marks facts after which another one may be responsible: every desk looks at its table again before the next ticket.</summary>
public interface IChangesWhoActs;
