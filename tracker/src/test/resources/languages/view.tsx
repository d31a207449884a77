type Props = { title: string };

export function View({ title }: Props) {
  return <h1>{title}</h1>;
}

export const Small = (p: Props) => <small>{p.title}</small>;

class Page extends Component<Props> {
  render() {
    return <View title="x" />;
  }
}
